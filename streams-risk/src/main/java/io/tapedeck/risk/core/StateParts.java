package io.tapedeck.risk.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.ClockTicked;
import io.tapedeck.domain.risk.JournalEvent.ControlReceived;
import io.tapedeck.domain.risk.JournalEvent.MarksObserved;
import io.tapedeck.domain.risk.RiskLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The state of a partition in parts, for a store of keys and values: after an entry only the parts
 * that it changed are put. Keys: {@code h} the head, {@code k} commands seen, {@code b:} bars and
 * {@code d:} closes of an instrument, {@code a:} an account's header, {@code p:}, {@code w:} and
 * {@code i:} an account's positions, working orders and intents seen. Marks and limits are kept
 * beside them by whoever has their codecs.
 */
public final class StateParts {
  private static final String HEAD = "h";
  private static final String COMMANDS = "k";
  private static final String BARS = "b:";
  private static final String CLOSES = "d:";
  private static final String ACCOUNT = "a:";
  private static final String POSITION = "p:";
  private static final String ORDER = "w:";
  private static final String INTENT = "i:";
  private static final char SEPARATOR = '\n';
  private static final TradingState[] STATES = TradingState.values();

  private StateParts() {}

  /** Takes parts; a null value deletes. */
  @FunctionalInterface
  public interface Sink {
    void put(String key, byte @Nullable [] value);
  }

  /** Puts what an entry changed. */
  public static void changed(RiskState state, JournalEntry entry, Outcome outcome, Sink sink) {
    JournalEvent event = entry.event();
    sink.put(HEAD, head(state));
    if (event instanceof MarksObserved observed) {
      for (Mark mark : observed.marks()) {
        bars(state, mark.instrument(), sink);
      }
    } else if (event instanceof ClockTicked ticked
        && ticked.purpose().equals(RiskEngine.DAY_ROLL)) {
      closes(state, sink);
    } else if (event instanceof ControlReceived) {
      sink.put(COMMANDS, commands(state));
    }
    for (AccountId id : touched(entry, outcome)) {
      account(state.account(id), sink);
    }
  }

  /** The accounts that an entry touched. */
  public static Set<AccountId> touched(JournalEntry entry, Outcome outcome) {
    AccountId owner = entry.account();
    if (owner == null || outcome.changed().contains(owner)) {
      return outcome.changed();
    }
    Set<AccountId> all = new TreeSet<>(outcome.changed());
    all.add(owner);
    return all;
  }

  private static void account(AccountState account, Sink sink) {
    String name = account.id().value();
    AccountChanges changes = account.changes();
    sink.put(ACCOUNT + name, AccountParts.header(account));
    for (InstrumentId instrument : changes.instruments) {
      sink.put(
          POSITION + name + SEPARATOR + instrument.value(),
          AccountParts.position(account.position(instrument)));
    }
    for (IntentId intent : changes.orders) {
      WorkingOrder order = account.workingOrder(intent);
      sink.put(
          ORDER + name + SEPARATOR + intent.value(),
          order == null ? null : AccountParts.order(order));
    }
    for (IntentId intent : changes.intents) {
      Long until = account.seenUntil(intent);
      sink.put(
          INTENT + name + SEPARATOR + intent.value(),
          until == null ? null : ByteBuffer.allocate(Long.BYTES).putLong(until).array());
    }
    changes.clear();
  }

  /** Puts everything. */
  public static void whole(RiskState state, Sink sink) {
    sink.put(HEAD, head(state));
    sink.put(COMMANDS, commands(state));
    for (InstrumentId instrument : state.marks().keySet()) {
      bars(state, instrument, sink);
    }
    closes(state, sink);
    for (AccountState account : state.accounts().values()) {
      AccountChanges changes = account.changes();
      changes.clear();
      changes.instruments.addAll(account.positions().keySet());
      changes.orders.addAll(account.working().keySet());
      changes.intents.addAll(account.seenIntents(Long.MIN_VALUE).keySet());
      account(account, sink);
    }
  }

  private static void bars(RiskState state, InstrumentId instrument, Sink sink) {
    PriceBars bars = state.bars(instrument);
    if (bars != null) {
      sink.put(BARS + instrument.value(), bars.write());
    }
  }

  private static void closes(RiskState state, Sink sink) {
    state.closes().forEach((i, closes) -> sink.put(CLOSES + i.value(), closes.write()));
  }

  @SuppressWarnings("EnumOrdinal") // written and read by this class only; the schema of a changelog
  private static byte[] head(RiskState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(state.seq());
      out.writeLong(state.clockNanos());
      out.writeLong(state.day());
      out.writeInt(state.globalState().ordinal());
      AccountParts.breaker(out, state.breaker());
      out.writeLong(state.lagSeconds());
      out.writeBoolean(state.dataSilent());
      out.writeBoolean(state.controlSilent());
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    return bytes.toByteArray();
  }

  private static void readHead(RiskState state, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      state.seq = in.readLong();
      state.clockNanos = in.readLong();
      state.day = in.readLong();
      state.globalState = STATES[in.readInt()];
      state.breaker = AccountParts.breaker(in);
      state.lagSeconds = in.readLong();
      state.dataSilent = in.readBoolean();
      state.controlSilent = in.readBoolean();
    } catch (IOException e) {
      throw new IllegalArgumentException("the stored head of the risk state ends early", e);
    }
  }

  private static byte[] commands(RiskState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (String id : state.rememberedCommands()) {
        out.writeUTF(id);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    return bytes.toByteArray();
  }

  private static void readCommands(RiskState state, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      while (in.available() > 0) {
        state.rememberCommand(in.readUTF());
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("the stored commands of the risk state end early", e);
    }
  }

  /** Puts a state together again. Parts may come in any order. */
  public static final class Loader {
    private final RiskState state = new RiskState();
    private final Map<String, byte[]> ofAccounts = new HashMap<>();

    /**
     * Takes a part.
     *
     * @throws IllegalArgumentException if it is none, or was written by another build
     */
    public void part(String key, byte[] value) {
      if (key.equals(HEAD)) {
        readHead(state, value);
      } else if (key.equals(COMMANDS)) {
        readCommands(state, value);
      } else if (key.startsWith(BARS)) {
        state.restore(instrument(key), PriceBars.read(value));
      } else if (key.startsWith(CLOSES)) {
        state.restore(instrument(key), DailyCloses.read(value));
      } else if (key.startsWith(ACCOUNT)) {
        state.restore(AccountParts.readHeader(value));
      } else if (key.startsWith(POSITION) || key.startsWith(ORDER) || key.startsWith(INTENT)) {
        ofAccounts.put(key, value);
      } else {
        throw new IllegalArgumentException("a part of the risk state named '" + key + "'");
      }
    }

    /** Takes a mark as it was last journalled. */
    public void mark(Mark mark) {
      state.restore(mark);
    }

    /** Takes limits as they were last journalled. */
    public void limits(RiskLimits limits) {
      state.put(limits);
    }

    /** The state. */
    public RiskState state() {
      ofAccounts.forEach(this::ofAccount);
      state.everyAccount().forEach(account -> account.changes().clear());
      return state;
    }

    private void ofAccount(String key, byte[] value) {
      int split = key.indexOf(SEPARATOR);
      AccountState account = state.account(new AccountId(key.substring(2, split)));
      String rest = key.substring(split + 1);
      if (key.startsWith(POSITION)) {
        account.put(new InstrumentId(rest), AccountParts.readPosition(value));
      } else if (key.startsWith(ORDER)) {
        account.put(AccountParts.readOrder(value));
      } else {
        account.remember(new IntentId(rest), ByteBuffer.wrap(value).getLong());
      }
    }

    private static InstrumentId instrument(String key) {
      return new InstrumentId(key.substring(2));
    }
  }
}
