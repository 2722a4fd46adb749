package io.tapedeck.launcher;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Max;
import io.tapedeck.runtime.config.Min;
import io.tapedeck.runtime.config.NotEmpty;
import io.tapedeck.runtime.config.Percent;
import java.nio.file.Path;

/** Config section {@code stack}: the local broker, registry and venue, and the services' ports. */
public record StackConfig(
    @Doc("folder of all local state") @Default("${TAPEDECK_HOME:-.tapedeck}") Path home,
    @Doc("address that everything local binds to") @Default("127.0.0.1") @NotEmpty String host,
    @Doc("port of the local broker; 0 for a free one") @Default("9092") @Min(0) @Max(65535)
        int brokerPort,
    @Doc("heap of the local broker, mebibytes") @Default("512") @Min(64) int brokerHeapMib,
    @Doc("port of the local schema registry; 0 for a free one") @Default("8081") @Min(0) @Max(65535)
        int registryPort,
    @Doc("metrics and health of demo; 0 for a free one") @Default("9090") @Min(0) @Max(65535)
        int metricsPort,
    @Doc("metrics and health of ingest") @Default("9101") @Min(0) @Max(65535) int ingestPort,
    @Doc("metrics and health of signals") @Default("9102") @Min(0) @Max(65535) int signalsPort,
    @Doc("metrics and health of risk") @Default("9103") @Min(0) @Max(65535) int riskPort,
    @Doc("metrics and health of the executor") @Default("9104") @Min(0) @Max(65535)
        int executorPort,
    @Doc("metrics and health of the lag poller") @Default("9105") @Min(0) @Max(65535) int lagPort,
    @Doc("metrics and health of the verifier where it runs alone")
        @Default("9106")
        @Min(0)
        @Max(65535)
        int verifierPort,
    @Doc("use of CPU, memory, disk or heap that a service warns about") @Default("80") @Percent
        int resourceWarningPercent) {}
