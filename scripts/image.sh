# The program as it is run: jars in a folder named for their content, so that a later build changes
# no jar under a running process, and a start-up cache bound to them and to the JDK. Sourced by
# ./intact after find_jdk; needs $here and $JAVA_HOME, sets $class_path and $cache.

target=${here:?}/dist/target
stamp=$target/image

sources_changed() {
  [ ! -f "$stamp" ] || [ ! -d "$target/$(cat "$stamp")" ] ||
    [ -n "$(find "$here"/pom.xml "$here"/*/pom.xml "$here"/*/src/main -newer "$stamp" -print 2>/dev/null | head -n 1)" ]
}

# One process builds; the others wait for it. A lock whose process is gone is taken over.
lock_image() {
  lock=$target/lock
  mkdir -p "$target" 2>/dev/null || true
  if [ ! -w "$target" ]; then
    echo "Intact is not built here and $target cannot be written: build it once as somebody who may." >&2
    exit 73
  fi
  until (set -C && echo $$ >"$lock") 2>/dev/null; do
    owner=$(cat "$lock" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      take_over
    else
      sleep 1
    fi
  done
  trap 'rm -f "$lock"' EXIT
  trap 'exit 130' INT TERM HUP
}

# By moving it away: if it was another's new lock by then, it is put back.
take_over() {
  if mv "$lock" "$lock.$$" 2>/dev/null; then
    if [ "$(cat "$lock.$$")" != "$owner" ]; then
      ln "$lock.$$" "$lock" 2>/dev/null || true
    fi
    rm -f "$lock.$$"
  fi
}

unlock_image() {
  rm -f "$lock"
  trap - EXIT INT TERM HUP
}

build_image() {
  echo "Building Intact (once; a minute or two) …" >&2
  began=$target/began
  : >"$began"
  (cd "$here" && ./mvnw -q package -pl dist -am -DskipTests) >&2
  image=app-$(cd "$target/lib" && cat ./*.jar | cksum | tr ' ' '-')
  if [ ! -d "$target/$image" ]; then
    rm -rf "$target/$image.new"
    cp -R "$target/lib" "$target/$image.new"
    mv "$target/$image.new" "$target/$image"
  fi
  echo "$image" >"$stamp.new"
  # What was changed while it was built is newer than the beginning, and built next time.
  touch -r "$began" "$stamp.new"
  mv "$stamp.new" "$stamp"
  rm -f "$began"
  find "$target" -maxdepth 1 -name 'app-*' ! -name "$image" -mtime +7 -exec rm -rf {} +
}

# Starts without the cache are slower and nothing else, so that a failure here is none.
train_image() {
  scratch=$(mktemp -d) || return 0
  if "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:AOTCacheOutput="$cache.new" --enable-native-access=ALL-UNNAMED \
    -cp "$class_path" dev.intact.cli.Training "$scratch" >"$scratch/log" 2>&1; then
    mv "$cache.new" "$cache" || true
  fi
  rm -rf "$scratch" "$cache.new"
}

set_image() {
  image=$target/$(cat "$stamp")
  class_path=
  for jar in "$image"/*.jar; do
    class_path=${class_path:+$class_path:}$jar
  done
  cache=$image/start-$(cksum <"$JAVA_HOME/release" | cut -d' ' -f1).aot
}

ensure_image() {
  LC_ALL=C
  # A built copy that cannot be written is run as it is.
  if sources_changed && { [ ! -f "$stamp" ] || [ -w "$target" ]; }; then
    lock_image
    if sources_changed; then
      build_image
    fi
    unlock_image
  fi
  set_image
  if [ ! -f "$cache" ] && [ -w "$image" ]; then
    lock_image
    if [ ! -f "$cache" ]; then
      train_image
    fi
    unlock_image
  fi
}
