#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, once: a second run keeps what is there.
# The folder itself is closed; its files are readable, because each container reads its own under another account.
set -eu
folder=${1:-secrets}
umask 022
mkdir -p "$folder"
chmod 700 "$folder"

keep() {
  if [ ! -e "$folder/$1" ]; then
    cat >"$folder/$1.new"
    mv "$folder/$1.new" "$folder/$1"
    echo "made $folder/$1"
  else
    cat >/dev/null
  fi
}

openssl rand -hex 24 | tr -d '\n' | keep postgres-password
printf 'postgres://caseflow:%s@postgres:5432/caseflow' "$(cat "$folder/postgres-password")" | keep database-url
openssl rand -base64 32 | tr -d '\n' | keep master-key
openssl rand -hex 32 | tr -d '\n' | keep session-secret
openssl rand -hex 24 | tr -d '\n' | keep metrics-token
openssl rand -hex 24 | tr -d '\n' | keep oidc-client-secret
openssl rand -hex 16 | tr -d '\n' | keep grafana-password
openssl genpkey -algorithm ed25519 2>/dev/null | keep audit-signing-key.pem
openssl pkey -in "$folder/audit-signing-key.pem" -pubout | keep audit-public-key.pem
