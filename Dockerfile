# One image for every service and tool: docker run tapedeck run risk, docker run tapedeck topics create, ...
# The base image is overridable, so that it can be built where no public registry is reachable:
#   docker build --build-arg BASE_IMAGE=my-jre17 .
# Build the jars first: mvn -Dquick -pl launcher -am package
ARG BASE_IMAGE=eclipse-temurin:17.0.15_6-jre
FROM ${BASE_IMAGE}
WORKDIR /opt/tapedeck
COPY launcher/target/lib lib
COPY launcher/target/tapedeck-launcher-0.1.0-SNAPSHOT.jar lib/
COPY config config
ENV TAPEDECK_HOME=/var/lib/tapedeck \
    TAPEDECK_ROOT=/opt/tapedeck \
    LOG_FORMAT=json \
    JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=70
RUN mkdir -p /var/lib/tapedeck && chown 10001:10001 /var/lib/tapedeck
USER 10001:10001
VOLUME /var/lib/tapedeck
ENTRYPOINT ["java", "-Dtapedeck.root=/opt/tapedeck", "-cp", "/opt/tapedeck/lib/*", "io.tapedeck.launcher.Main"]
CMD ["--help"]
