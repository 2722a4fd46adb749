package io.tapedeck.launcher;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Max;
import io.tapedeck.runtime.config.Min;
import java.util.List;
import java.util.Map;

/** Config section {@code simulator}: the venue that demo and up trade at. */
public record SimulatorSection(
    @Doc("port of its REST and control endpoints; 0 for a free one")
        @Default("9201")
        @Min(0)
        @Max(65535)
        int restPort,
    @Doc("port of its WebSocket; 0 for a free one") @Default("9202") @Min(0) @Max(65535)
        int websocketPort,
    @Doc("ticks a second that it plays; 0 for as fast as the sockets take them")
        @Default("4000")
        @Min(0)
        int ticksPerSecond,
    @Doc("seed of the synthetic market") @Default("7") long seed,
    @Doc("pairs of the synthetic market") @Default("BTC/USD,ETH/USD,SOL/USD,ADA/USD")
        List<String> symbols,
    @Doc("opening balances of each account, by asset") @Default("") Map<String, String> balances) {}
