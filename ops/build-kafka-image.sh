#!/usr/bin/env bash
# Builds a Kafka image from the Kafka jars of the Maven build, for places where apache/kafka cannot be pulled:
#   ops/build-base-image.sh && ops/build-kafka-image.sh
#   mvn -B verify -Pdocker -Dtapedeck.kafka.image=tapedeck-kafka:4.3.1     KAFKA_IMAGE=tapedeck-kafka:4.3.1 docker-compose up
# It is laid out as apache/kafka: /etc/kafka/docker/run, KAFKA_* variables become server.properties by Kafka's own
# wrapper, CLUSTER_ID formats the storage.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
image="${1:-tapedeck-kafka:4.3.1}"
base="${TAPEDECK_BASE_IMAGE:-tapedeck-base:jre17}"

docker image inspect "$base" >/dev/null 2>&1 ||
  { echo "build-kafka-image: no image $base; run ops/build-base-image.sh first, or name one with a Java 17 in TAPEDECK_BASE_IMAGE" >&2; exit 1; }

context="$(mktemp -d)"
trap 'rm -rf "$context"' EXIT
cp -r "$root/ops/kafka-image/." "$context"
# local-stack is a broker's class path and nothing else
(cd "$root" && mvn -B -q ${MAVEN_ARGS:-} -pl local-stack dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$context/libs")
docker build --build-arg BASE_IMAGE="$base" --tag "$image" "$context"
