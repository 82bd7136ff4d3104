# Finds a JDK 25.0.3 or later without starting one and sets JAVA_HOME; sourced by the launchers.
# 25.0.0 to 25.0.2 can corrupt byte arrays silently (JDK-8377811).

jdk_is_good() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9.]*\).*/\1/p' "$1/release")
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
  on_path=$(command -v javac 2>/dev/null || true)
  if [ -n "$on_path" ]; then
    on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
  fi
  for home in "${INTACT_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/java/* /opt/jdk* "$on_path"; do
    if [ -n "$home" ] && jdk_is_good "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  echo "Intact needs a JDK 25.0.3 or later: install Eclipse Temurin 25 (or your system's openjdk-25-jdk), or set INTACT_JAVA_HOME to one." >&2
  exit 69
}

case "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}" in
  *+UseCompactObjectHeaders*)
    echo "Intact does not run with -XX:+UseCompactObjectHeaders: it can corrupt strings silently (JDK-8380060). Take it out of JAVA_TOOL_OPTIONS or JDK_JAVA_OPTIONS." >&2
    exit 69
    ;;
esac
