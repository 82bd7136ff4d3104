# Finds a JDK 25.0.3 or later without starting one and sets JAVA_HOME; sourced by the launchers.
# 25.0.0 to 25.0.2 can corrupt byte arrays silently (JDK-8377811).

# Where JDKs lie, after INTACT_JAVA_HOME and JAVA_HOME; globs, separated by blanks.
: "${INTACT_JDK_PLACES:=/usr/lib/jvm/* ${HOME:-/nonexistent}/.sdkman/candidates/java/* ${HOME:-/nonexistent}/.jdks/* \
/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/java/* /opt/jdk*}"

jdk_version() {
  sed -n 's/^JAVA_VERSION="\([0-9.]*\).*/\1/p' "$1/release" 2>/dev/null
}

jdk_is_good() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  version=$(jdk_version "$1")
  major=${version%%.*}
  rest=${version#*.}
  [ "$rest" = "$version" ] && rest=0.0
  minor=${rest%%.*}
  patch=${rest#*.}
  [ "$patch" = "$rest" ] && patch=0
  patch=${patch%%.*}
  [ "${major:-0}" -gt 25 ] && return 0
  [ "${major:-0}" -eq 25 ] || return 1
  [ "${minor:-0}" -gt 0 ] || [ "${patch:-0}" -ge 3 ]
}

find_jdk() {
  if [ -n "${INTACT_JAVA_HOME:-}" ] && ! jdk_is_good "$INTACT_JAVA_HOME"; then
    echo "INTACT_JAVA_HOME=$INTACT_JAVA_HOME is no JDK 25.0.3 or later: earlier ones can corrupt byte arrays silently (JDK-8377811)." >&2
    exit 69
  fi
  on_path=$(command -v javac 2>/dev/null || true)
  if [ -n "$on_path" ]; then
    on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
  fi
  corrupting=
  # The places are globs: to be split and expanded.
  # shellcheck disable=SC2086
  for home in "${INTACT_JAVA_HOME:-}" "${JAVA_HOME:-}" $INTACT_JDK_PLACES "$on_path"; do
    [ -n "$home" ] || continue
    if jdk_is_good "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
    case "$(jdk_version "$home")" in
      25 | 25.0 | 25.0.[012] | 25.0.[012].*) corrupting=$home ;;
    esac
  done
  if [ -n "$corrupting" ]; then
    echo "Intact needs a JDK 25.0.3 or later: $corrupting is $(jdk_version "$corrupting"), which can corrupt byte arrays silently (JDK-8377811); update it." >&2
  else
    echo "Intact needs a JDK 25.0.3 or later: install Eclipse Temurin 25 (or your system's openjdk-25-jdk), or set INTACT_JAVA_HOME to one." >&2
  fi
  exit 69
}

case "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-} ${MAVEN_OPTS:-}" in
  *+UseCompactObjectHeaders*)
    echo "Intact does not run with -XX:+UseCompactObjectHeaders: it can corrupt strings silently (JDK-8380060). Take it out of JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS, _JAVA_OPTIONS and MAVEN_OPTS." >&2
    exit 69
    ;;
esac
