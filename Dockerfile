# Both services: docker build --target labeller . and docker build --target trainer .
# The Maven build makes the jars first; ./nudge image does both.

FROM eclipse-temurin:25-jre AS java
ENV LANG=C.UTF-8 LC_ALL=C.UTF-8
# The health check asks with it when there is TLS; it comes with the certificates of Java.
RUN openssl version \
 && groupadd --system --gid 10001 nudge \
 && useradd --system --uid 10001 --gid nudge --no-create-home --shell /usr/sbin/nologin nudge \
 && install -d -o nudge -g nudge /var/lib/nudge
COPY --chmod=755 deploy/image/healthy /opt/nudge/bin/
COPY --chmod=644 deploy/image/logback.xml /opt/nudge/configuration/
COPY --chmod=644 deploy/jvm/vectors.options deploy/jvm/service.options /opt/nudge/jvm/

# What changes rarely lies in a layer below what changes with every build.
FROM java AS labeller-layers
COPY deploy/image/lay-out /
COPY labeller-service/target/*.jar labeller-service/target/lib/ /jars/
RUN sh /lay-out

FROM java AS trainer-layers
COPY deploy/image/lay-out /
COPY trainer-service/target/*.jar trainer-service/target/lib/ /jars/
RUN sh /lay-out

FROM java AS labeller
COPY --from=labeller-layers /layers/libraries /opt/nudge/libraries
COPY --from=labeller-layers /layers/nudge /opt/nudge/nudge
# A class-data archive, with which it starts in about half the time: made for this very Java and these very jars.
RUN java -XX:ArchiveClassesAtExit=/opt/nudge/classes.jsa -XX:MaxRAMPercentage=70 \
    @/opt/nudge/jvm/vectors.options @/opt/nudge/jvm/service.options @/opt/nudge/nudge/class-path \
    nudge.labeller.Rehearsal > /dev/null && chmod 644 /opt/nudge/classes.jsa
ENV NUDGE_LABELLER_HTTP_ADDRESS=0.0.0.0 \
    NUDGE_LABELLER_HTTP_PORT=8080
# What is uploaded is kept there meanwhile: /tmp may be in memory.
VOLUME /var/lib/nudge
USER 10001:10001
WORKDIR /tmp
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=2s --timeout=3s --start-period=60s --retries=3 \
    CMD ["/opt/nudge/bin/healthy", "8080", "/actuator/health/readiness"]
ENTRYPOINT ["java", "-XX:SharedArchiveFile=/opt/nudge/classes.jsa", "-XX:MaxRAMPercentage=70", "-Djava.io.tmpdir=/var/lib/nudge", \
    "@/opt/nudge/jvm/vectors.options", "@/opt/nudge/jvm/service.options", "@/opt/nudge/nudge/class-path"]
CMD ["nudge.labeller.Labeller"]
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.title="Nudge labeller" \
      org.opencontainers.image.description="Web form, REST API, event log in PostgreSQL, relay to Kafka" \
      org.opencontainers.image.version=$VERSION \
      org.opencontainers.image.revision=$REVISION

FROM java AS trainer
COPY --from=trainer-layers /layers/libraries /opt/nudge/libraries
COPY --from=trainer-layers /layers/nudge /opt/nudge/nudge
ENV NUDGE_TRAINER_HTTP_ADDRESS=0.0.0.0 \
    NUDGE_TRAINER_HTTP_PORT=8081 \
    NUDGE_TRAINER_MEMORY=128MB \
    NUDGE_TRAINER_FOLDER=/var/lib/nudge
VOLUME /var/lib/nudge
USER 10001:10001
WORKDIR /tmp
EXPOSE 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=2s --timeout=3s --start-period=60s --retries=3 \
    CMD ["/opt/nudge/bin/healthy", "8081", "/health"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "@/opt/nudge/jvm/vectors.options", "@/opt/nudge/jvm/service.options", "@/opt/nudge/nudge/class-path"]
CMD ["nudge.trainer.Trainer"]
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.title="Nudge trainer" \
      org.opencontainers.image.description="Stream of labels to mini-batches to checkpoint and accuracy events" \
      org.opencontainers.image.version=$VERSION \
      org.opencontainers.image.revision=$REVISION
