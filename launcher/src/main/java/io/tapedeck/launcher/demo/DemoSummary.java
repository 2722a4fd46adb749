package io.tapedeck.launcher.demo;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.replay.JournalVerifier;
import io.tapedeck.replay.KafkaTape;
import io.tapedeck.replay.Verification;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.KafkaConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a demo did, as its topics and the venue's ledger say.
 *
 * @param fields name to value, for JSON
 * @param good true if all came to rest, nothing was lost or doubled, and every decision replays
 */
public record DemoSummary(Map<String, Object> fields, boolean good) {
  private static final double NANOS_A_MILLI = 1e6;

  static DemoSummary of(
      Settings settings,
      Platform platform,
      PlayedMarket market,
      TapeWatch watch,
      Home home,
      Times times) {
    LedgerFile ledger = LedgerFile.read(market.ledgerFile());
    PlayedMarket.Progress played = market.progress();
    long sent = played.sent();
    Verification verified = new JournalVerifier(new KafkaTape(platform), entries -> {}).verify();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ticks_sent", sent);
    json.put("ticks_on_tape", watch.ticks());
    json.put("quotes_on_tape", watch.quotes());
    json.put("trades_on_tape", watch.trades());
    json.put("bad_rows", played.badRows().size());
    json.put("signals", watch.signals());
    json.put("signals_sha256", watch.signalsSha256());
    json.put("intents", watch.intents());
    json.put("approved", watch.approved());
    json.put("denied", watch.denied());
    json.put("orders_at_venue", ledger.orderCount);
    json.put("duplicate_orders_at_venue", ledger.duplicates);
    json.put("fills_at_venue", ledger.fills.size());
    json.put("fills_on_tape", watch.fills());
    json.put("verify", verify(verified));
    json.put("tick_to_order_ms", latency(watch, ledger));
    json.put("ready_ms", (times.playing() - times.begun()) / 1_000_000);
    json.put("elapsed_ms", (System.nanoTime() - times.begun()) / 1_000_000);
    json.put("came_to_rest", times.quiet());
    json.put("bootstrap", settings.section(KafkaConfig.class).bootstrapServers());
    json.put("registry", settings.section(io.tapedeck.runtime.RegistryConfig.class).urls().get(0));
    json.put("ledger", market.ledgerFile().toString());
    json.put("home", home.folder().toString());
    boolean good =
        times.quiet()
            && watch.ticks() == sent
            && watch.fillIds().equals(ledger.fills)
            && ledger.duplicates == 0
            && verified.clean();
    return new DemoSummary(json, good);
  }

  /**
   * When what happened, monotonic nanoseconds.
   *
   * @param quiet whether all came to rest
   */
  record Times(long begun, long playing, boolean quiet) {}

  private static Map<String, Object> verify(Verification found) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("entries", found.entries());
    json.put("decisions", found.decisions());
    json.put("differences", found.differences());
    Verification.Difference first = found.first();
    if (first != null) {
      json.put("first_difference", first.toString());
    }
    return json;
  }

  /** From the receipt of the tick at ingest to the receipt of the order at the venue. */
  private static Map<String, Object> latency(TapeWatch watch, LedgerFile ledger) {
    Histogram nanos = TickToOrder.of(watch, ledger);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", nanos.getTotalCount());
    json.put("p50", nanos.getValueAtPercentile(50) / NANOS_A_MILLI);
    json.put("p99", nanos.getValueAtPercentile(99) / NANOS_A_MILLI);
    return json;
  }
}
