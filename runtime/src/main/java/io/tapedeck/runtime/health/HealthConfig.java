package io.tapedeck.runtime.health;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Max;
import io.tapedeck.runtime.config.Min;
import io.tapedeck.runtime.config.NotEmpty;

/**
 * Where one service answers {@code /health} and {@code /metrics}; nested in the service's section.
 */
public record HealthConfig(
    @Doc("address to listen on; only loopback is reachable from this machine alone")
        @Default("127.0.0.1")
        @NotEmpty
        String host,
    @Doc("port to listen on; 0 picks a free one") @Min(0) @Max(65535) int port) {}
