#!/bin/sh
# Prepares what the configuration asks for, then runs nginx and lets it finish its requests when it is told to stop.
set -eu
umask 077

directory=${WRITABLE_DIRECTORY:-/var/lib/reverse-proxy}
configuration=$directory/run/nginx.conf
ready=$directory/run/ready
renew_before_seconds=2592000

say() { # level, sentence without quotes and backslashes
  printf '{"time":"%s","level":"%s","msg":"%s"}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" >&2
}

fatal() {
  say error "$1"
  exit 1
}

# a laptop mounts the readable text; everywhere else the configuration comes compressed in a variable
take_configuration() {
  if [ -n "${NGINX_CONF_FILE:-}" ]; then
    cp "$NGINX_CONF_FILE" "$configuration" ||
      fatal "NGINX_CONF_FILE names $NGINX_CONF_FILE, which cannot be read; mount the configuration there, readable for everybody (chmod a+r)"
  else
    decode_configuration
  fi
}

decode_configuration() {
  [ -n "${NGINX_CONF:-}" ] ||
    fatal "NGINX_CONF is not set; give it the configuration, compressed by gzip and encoded in base64, or mount it as text and name it in NGINX_CONF_FILE"
  printf '%s' "$NGINX_CONF" | base64 --decode 2>/dev/null |
    gzip --decompress --stdout >"$configuration" 2>/dev/null ||
    fatal "NGINX_CONF is not gzip in base64; render it again with the library"
}

holds_long_enough() { # file
  openssl x509 -in "$directory/tls/$1" -noout -checkend "$renew_before_seconds" >/dev/null 2>&1
}

make_certificate() { # prefix of the files, kind of key
  prefix=$1
  shift
  openssl req -x509 "$@" -noenc -sha256 -days 365 \
    -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -addext basicConstraints=critical,CA:FALSE -addext keyUsage=critical,digitalSignature \
    -addext extendedKeyUsage=serverAuth \
    -keyout "$made/${prefix}key.pem" -out "$made/${prefix}certificate.pem" 2>"$made/log" || {
    cat "$made/log" >&2
    fatal "the certificate could not be made, for the reason above"
  }
}

prepare_certificate() {
  grep -qx '# slipway:certificate' "$configuration" || return 0
  holds_long_enough certificate.pem && holds_long_enough rsa-certificate.pem && return 0
  made=$directory/tls.new
  rm -rf "$made"
  mkdir "$made"
  make_certificate "" -newkey ec -pkeyopt ec_paramgen_curve:P-256
  # half of the cipher suites of TLS 1.2 are for clients that know no other kind of key
  make_certificate rsa- -newkey rsa:2048
  rm -f "$made/log"
  # certificates and keys change together, or a stop in between would leave two that do not fit
  rm -rf "$directory/tls"
  mv "$made" "$directory/tls"
  say info "made self-signed certificates, valid for 365 days"
}

write_login() { # name, user, password or its hash
  case $3 in
  "\$1\$"* | "\$5\$"* | "\$6\$"* | "\$y\$"* | "\$apr1\$"* | "\$2"[abxy]"\$"*) hash=$3 ;;
  *) hash=$(printf '%s\n' "$3" | openssl passwd -6 -stdin) ;;
  esac
  printf '%s:%s\n' "$2" "$hash" >"$directory/logins/$1.htpasswd"
}

given_login() { # name, value, where it comes from
  case $2 in
  *"
"*) fatal "$3 holds more than one line; give one user:password or one htpasswd line" ;;
  ?*:?*) ;;
  *) fatal "$3 holds no login; give user:password or an htpasswd line" ;;
  esac
  write_login "$1" "${2%%:*}" "${2#*:}"
  rm -f "$directory/logins/$1.txt"
}

generated_login() { # name
  text=$directory/logins/$1.txt
  if [ ! -s "$text" ]; then
    printf 'user: admin\npassword: %s\n' "$(openssl rand -hex 16)" >"$text.new"
    mv "$text.new" "$text"
  fi
  write_login "$1" admin "$(sed -n 's/^password: //p' "$text")"
  say info "nobody gave the login $1, so one was made up; read it in $text"
}

prepare_login() { # name
  variable=SECRET_$(printf '%s' "$1" | tr 'a-z-' 'A-Z_')
  file=/run/secrets/$1
  value=$(printenv "$variable" || true)
  if [ -n "$value" ]; then
    given_login "$1" "$value" "$variable"
  elif [ -r "$file" ]; then
    given_login "$1" "$(cat "$file")" "$file"
  elif [ "${GENERATE_LOGINS:-}" = 1 ]; then
    generated_login "$1"
  else
    fatal "the login $1 is missing; set $variable to user:password or an htpasswd line, or put that into $file"
  fi
}

# nginx takes every address of a name for a peer, also an IPv6 one that leads nowhere: Service Connect writes both families
# into the hosts file, and a task may reach only one
resolve_upstreams() {
  sed -n 's/^# slipway:resolve \([A-Za-z0-9._-]*\)$/\1/p' "$configuration" |
    while read -r host; do
      address=$(getent ahostsv4 "$host" | awk 'NR == 1 { print $1 }')
      [ -n "$address" ] ||
        fatal "the upstream $host has no IPv4 address in this container; it must be started before the proxy, under this name"
      sed -i "s/^\( *server \)$host:/\1$address:/" "$configuration"
    done
}

# at least two labels, the last with a letter in it: no address, no port, nothing that could end a directive
is_host() { # text
  case $1 in
  *[!a-z0-9.-]* | [.-]* | *[.-] | *..* | *.-* | *-.*) return 1 ;;
  *.*) ;;
  *) return 1 ;;
  esac
  case ${1##*.} in
  *[a-z]*) ;;
  *) return 1 ;;
  esac
}

# only the deployment knows where a callee of the identity sidecar is
prepare_origin() { # name
  variable=ORIGIN_$(printf '%s' "$1" | tr 'a-z-' 'A-Z_')
  value=$(printenv "$variable" || true)
  host=${value#https://}
  if [ "$host" = "$value" ] || ! is_host "$host"; then
    fatal "$variable holds no address of $1; give it https:// and a lower-case host name, without a port and a path"
  fi
  sed -i "s/\([ /]\)$1\.origin\.invalid/\1$host/g" "$configuration"
}

is_ipv4() { # text
  # grep alone would be content with one of several lines
  case $1 in *[!0-9.]*) return 1 ;; esac
  printf '%s\n' "$1" | grep -Eqx '[0-9]{1,3}(\.[0-9]{1,3}){3}'
}

# only the deployment knows the address of a balancer that it makes, and each client's stands before it
prepare_balancer() { # variable
  value=$(printenv "$1" || true)
  is_ipv4 "$value" ||
    fatal "$1 holds no IPv4 address; give it the one of the load balancer in front, or every client would seem to be the balancer"
  sed -i "s/^\( *\)\(set_real_ip_from \)\{0,1\}192\.0\.2\.80\( 1\)\{0,1\};$/\1\2$value\3;/" "$configuration"
}

# every platform resolves names with a server of its own, and nginx reads no resolv.conf
prepare_resolver() {
  grep -qx '# slipway:resolver' "$configuration" || return 0
  address=$(sed -n 's/^nameserver[[:space:]]\{1,\}\([0-9.]\{7,15\}\)[[:space:]]*$/\1/p' /etc/resolv.conf | head -n 1)
  [ -n "$address" ] ||
    fatal "/etc/resolv.conf names no DNS server with an IPv4 address; without one no callee can be found"
  sed -i "s/^\( *resolver \)192\.0\.2\.53 /\1$address /" "$configuration"
}

check_configuration() {
  nginx -t -q -e stderr -c "$configuration" ||
    fatal "nginx refuses the configuration, for the reason above; render it with the library version that this image belongs to"
}

prepare() {
  [ -w "$directory" ] || fatal "$directory cannot be written; mount a volume there that belongs to user $(id -u)"
  rm -rf "$directory/run" "$directory/temp"
  mkdir -p "$directory/run" "$directory/temp" "$directory/logins"
  take_configuration
  prepare_certificate
  sed -n 's/^# slipway:login \([a-z0-9-]*\)$/\1/p' "$configuration" |
    while read -r login; do prepare_login "$login"; done
  sed -n 's/^# slipway:origin \([a-z0-9-]*\)$/\1/p' "$configuration" |
    while read -r name; do prepare_origin "$name"; done
  sed -n 's/^# slipway:balancer \([A-Z_]*\)$/\1/p' "$configuration" |
    while read -r variable; do prepare_balancer "$variable"; done
  resolve_upstreams
  prepare_resolver
  check_configuration
}

nginx_id=''
interrupted=''
draining=''

drain() {
  interrupted=1
  [ -z "$draining" ] || return 0
  draining=1
  rm -f "$ready"
  say info "told to stop; requests in flight may finish"
  # how long /readyz says 503 while everything is still answered
  readiness=$(sed -n 's/^# slipway:readiness \([0-9]*\)$/\1/p' "$configuration")
  sleep "${readiness:-1}"
  kill -QUIT "$nginx_id" 2>/dev/null || true
}

serve() {
  nginx -e stderr -c "$configuration" &
  nginx_id=$!
  # nginx takes SIGTERM for a fast stop, and some platforms send nothing else: both signals mean the gentle one here
  : >"$ready"
  trap drain TERM QUIT INT
  while :; do
    interrupted=''
    status=0
    wait "$nginx_id" || status=$?
    [ -n "$interrupted" ] || exit "$status"
  done
}

trap 'exit 0' TERM QUIT INT
if [ "${1:-}" = serve ]; then serve; fi
prepare
# a fresh environment: neither nginx nor a look at this process shows a secret any more
exec env -i PATH="$PATH" WRITABLE_DIRECTORY="$directory" "$0" serve
