package io.tapedeck.signals.kafka;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.RecordFormat;
import io.tapedeck.signals.core.AccountView;
import io.tapedeck.signals.core.AccountView.Holding;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the global store of accounts and their decoded views up to date. */
final class LatestAccounts implements Processor<String, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.signals");

  private final RecordFormat<AccountSnapshot> format;
  private final AccountViews views;
  private @Nullable ProcessorContext<Void, Void> context;
  private @Nullable KeyValueStore<String, byte[]> store;

  LatestAccounts(Platform platform, AccountViews views) {
    this.format = platform.formats().of(Topics.ACCOUNT_STATE);
    this.views = views;
  }

  @Override
  public void init(ProcessorContext<Void, Void> initContext) {
    context = initContext;
    store = initContext.getStateStore(SignalNodes.ACCOUNTS);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    if (context == null || store == null || record.key() == null || record.key().isBlank()) {
      return;
    }
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    Coordinates source = new Coordinates(metadata.topic(), metadata.partition(), metadata.offset());
    store.put(record.key(), record.value());
    views.put(view(new AccountId(record.key()), record.value(), source));
  }

  private AccountView view(AccountId account, byte @Nullable [] value, Coordinates source) {
    if (value == null) {
      return new AccountView(account, Map.of(), TradingState.ACTIVE, 0, source);
    }
    try {
      return AccountView.of(format.decode(value), source);
    } catch (UnreadableRecordException e) {
      LOG.error(
          "signal_bridge: Parse error: {} account={} cannot be read: {}; its strategies stand still"
              + " until risk publishes the account again",
          source,
          account,
          e.getMessage());
      AccountView before = views.of(account);
      Map<InstrumentId, Holding> positions = before == null ? Map.of() : before.positions();
      long seq = before == null ? 0 : before.accountSeq();
      return new AccountView(account, positions, TradingState.HALTED, seq, source);
    }
  }
}
