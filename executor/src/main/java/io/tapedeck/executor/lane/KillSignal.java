package io.tapedeck.executor.lane;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kill switch by signal: {@code kill -USR1 PID}. The JDK has signals only in a class outside
 * its documented API, so it is looked up; where it is not, file and API remain.
 */
public final class KillSignal {
  /** The signal's name without SIG. */
  public static final String NAME = "USR1";

  private static final Logger LOG = LoggerFactory.getLogger(KillSignal.class);

  private KillSignal() {}

  /** From now on the signal engages the switch; true if this platform can. */
  public static boolean install(KillSwitch kill) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler engage =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              kill.engage("signal SIG" + NAME);
            }
            return null;
          };
      Object engaging =
          Proxy.newProxyInstance(
              KillSignal.class.getClassLoader(), new Class<?>[] {handler}, engage);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(NAME), engaging);
      return true;
    } catch (ReflectiveOperationException e) {
      LOG.warn("no kill by signal on this platform: {}", e.toString());
      return false;
    }
  }
}
