#!/bin/sh
# Prints the Secrets of a filled-in copy of deploy/k8s/secrets, to be piped into `kubectl apply -f -`.
# NAME.env becomes the Secret NAME; every file of the folder NAME-files one key of the Secret NAME-files.
set -eu
folder=${1:?give the folder with the filled-in copies}

if grep -l CHANGE_ME "$folder"/*.env >&2; then
    echo "Fill these in first." >&2
    exit 1
fi
for file in "$folder"/*.env; do
    name=$(basename "$file" .env)
    case $name in *-role) type=kubernetes.io/basic-auth ;; *) type=Opaque ;; esac
    kubectl create secret generic "$name" --type="$type" --from-env-file="$file" --dry-run=client -o yaml
    echo ---
done
# The accounts of the broker have the passwords of the addresses in these files.
definitions=$(mktemp)
trap 'rm -f "$definitions"' EXIT
copies=$(cd "$folder" && pwd)
repository=$(cd "$(dirname "$0")/../.." && pwd)
(cd "$repository" && "${PYTHON:-.venv/bin/python}" -m deploy.broker "$copies") >"$definitions"
kubectl create secret generic rabbitmq-definitions --from-file=definitions.json="$definitions" --dry-run=client -o yaml
echo ---
for files in auth-svc-files print-svc-files; do
    set -- "$folder/$files"/*.pem
    [ -e "$1" ] || { echo "$folder/$files holds no .pem file." >&2; exit 1; }
    kubectl create secret generic "$files" --from-file="$folder/$files" --dry-run=client -o yaml
    echo ---
done
