#!/bin/sh
# Prints the Secrets of a filled-in copy of deploy/k8s/secrets, to be piped into `kubectl apply -f -`.
# NAME.env becomes the Secret NAME; every file of the folder NAME-files one key of the Secret NAME-files.
set -eu
folder=${1:?give the folder with the filled-in copies}

if grep -l CHANGE_ME "$folder"/*.env >&2; then
    echo "Fill these in first." >&2
    exit 1
fi
copies=$(cd "$folder" && pwd)
repository=$(cd "$(dirname "$0")/../.." && pwd)
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

# The accounts of the broker have the passwords of the addresses in these files.
(cd "$repository" && "${PYTHON:-.venv/bin/python}" -m deploy.broker "$copies") >"$made/definitions.json"

# Kubectl makes all of them at once: for each by itself it would start fifty times.
generate() {
    printf 'generatorOptions: {disableNameSuffixHash: true}\nsecretGenerator:\n'
    for file in "$copies"/*.env; do
        name=$(basename "$file" .env)
        case $name in *-role) type=kubernetes.io/basic-auth ;; *) type=Opaque ;; esac
        printf '  - {name: %s, type: %s, envs: ["%s"]}\n' "$name" "$type" "$file"
    done
    printf '  - {name: rabbitmq-definitions, files: ["%s"]}\n' "$made/definitions.json"
    for files in auth-svc-files print-svc-files; do
        set -- "$copies/$files"/*.pem
        [ -e "$1" ] || { echo "$folder/$files holds no .pem file." >&2; exit 1; }
        printf '  - name: %s\n    files:\n' "$files"
        for file in "$copies/$files"/*; do printf '      - "%s"\n' "$file"; done
    done
}
generate >"$made/kustomization.yaml"
kubectl kustomize --load-restrictor=LoadRestrictionsNone "$made"
