package io.tapedeck.console;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Max;
import io.tapedeck.runtime.config.Min;
import io.tapedeck.runtime.config.NotEmpty;
import io.tapedeck.runtime.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Config section {@code console}: the control API. */
public record ConsoleConfig(
    @Doc("address of the control API; off loopback it needs tls_key_store")
        @Default("127.0.0.1")
        @NotEmpty
        String host,
    @Doc("port of the control API; 0 for a free one") @Default("8080") @Min(0) @Max(65535) int port,
    @Doc("PKCS12 file with the server's key and certificate; turns TLS on")
        @Nullable Path tlsKeyStore,
    @Doc("password of tls_key_store") @Nullable Secret tlsKeyStorePassword,
    @Doc("host names besides the address that requests may name, when others reach it") @Default("")
        java.util.List<String> allowedHosts,
    @Doc("true: a change of limits needs a second person as approver") @Default("false")
        boolean requireSecondApprover,
    @Doc(
            "between heartbeats on control-commands-v1; risk refuses growth when they stay away longer than the limit max_control_age_seconds")
        @Default("1000")
        @Min(100)
        Duration heartbeatInterval,
    @Doc(
            "how long an alert with the labels severity: critical and breaker: trip may wait for"
                + " somebody to acknowledge it before it trips everyone's breaker; 0: for ever")
        @Default("600000")
        @Min(0)
        Duration tripBreakerAfter,
    @Doc("largest request body, bytes") @Default("65536") @Min(256) int maxBodyBytes,
    @Doc("wrong tokens from one address before it is locked out") @Default("10") @Min(1)
        int lockoutAfter,
    @Doc("how long a lock-out lasts") @Default("60000") @Min(100) Duration lockoutTime) {}
