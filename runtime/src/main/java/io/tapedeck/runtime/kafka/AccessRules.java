package io.tapedeck.runtime.kafka;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topic.Owner;
import io.tapedeck.schemas.Topics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What each service may do on a cluster that denies by default, from the catalogue of topics: it
 * writes what it owns and reads what it needs. So nobody but risk can approve an order, nobody but
 * the executor reads the approved ones as commands, and nobody but the console commands. The lag
 * poller reads everything, for the times of records, and writes nothing. Topics are created by a
 * super user ({@code tapedeck provision}).
 */
public final class AccessRules {
  private static final String LAG = "lag";
  private static final String LIMITS_WRITER = "tapedeck-limits";

  private static final Map<Owner, Set<Topic<?>>> READS = new EnumMap<>(Owner.class);

  static {
    READS.put(Owner.INGEST, Set.of());
    READS.put(
        Owner.SIGNALS,
        Set.of(
            Topics.MARKET_TICKS,
            Topics.ACCOUNT_STATE,
            Topics.ORDER_EVENTS,
            Topics.CONTROL_COMMANDS));
    READS.put(
        Owner.RISK,
        Set.of(
            Topics.ORDER_INTENTS,
            Topics.ORDER_EVENTS,
            Topics.CONTROL_COMMANDS,
            Topics.MARKET_MARKS,
            Topics.RISK_LIMITS));
    READS.put(Owner.EXECUTOR, Set.of(Topics.ORDERS_APPROVED));
    READS.put(
        Owner.CONSOLE,
        Set.copyOf(
            Topics.ALL.stream().filter(topic -> !topic.equals(Topics.ORDERS_APPROVED)).toList()));
  }

  private final KafkaConfig config;
  private final Map<Owner, String> applications;
  private final String userPrefix;

  /**
   * Rules.
   *
   * @param applications application ids (group, transactions, internal topics) of the services that
   *     have one
   * @param userPrefix put before {@code ingest}, {@code risk}, ... to name the users
   */
  public AccessRules(KafkaConfig config, Map<Owner, String> applications, String userPrefix) {
    this.config = config;
    this.applications = Map.copyOf(applications);
    this.userPrefix = userPrefix;
  }

  /** The user of a service, or of {@code lag}. */
  public String user(String service) {
    return userPrefix + service.toLowerCase(Locale.ROOT);
  }

  /** All rules, by user and resource. */
  public List<AclBinding> bindings() {
    List<AclBinding> all = new ArrayList<>();
    for (Owner owner : Owner.values()) {
      String user = user(owner.name());
      for (Topic<?> topic : Topics.ALL) {
        String name = config.topic(topic.name());
        boolean owns = topic.owner() == owner;
        if (owns) {
          allow(all, user, ResourceType.TOPIC, name, AclOperation.WRITE);
        }
        if (owns || READS.getOrDefault(owner, Set.of()).contains(topic)) {
          allow(all, user, ResourceType.TOPIC, name, AclOperation.READ);
          allow(all, user, ResourceType.TOPIC, name, AclOperation.DESCRIBE);
        }
      }
      String application = applications.get(owner);
      if (application != null) {
        allow(all, user, ResourceType.GROUP, application, AclOperation.READ);
        prefixed(all, user, ResourceType.TRANSACTIONAL_ID, application, AclOperation.WRITE);
        prefixed(all, user, ResourceType.TRANSACTIONAL_ID, application, AclOperation.DESCRIBE);
        prefixed(all, user, ResourceType.TOPIC, application + "-", AclOperation.ALL);
      }
    }
    String limits = config.topic(LIMITS_WRITER);
    allow(
        all, user(Owner.CONSOLE.name()), ResourceType.TRANSACTIONAL_ID, limits, AclOperation.WRITE);
    allow(
        all,
        user(Owner.CONSOLE.name()),
        ResourceType.TRANSACTIONAL_ID,
        limits,
        AclOperation.DESCRIBE);
    watcher(all, user(LAG));
    return all;
  }

  private static void watcher(List<AclBinding> all, String user) {
    allow(all, user, ResourceType.CLUSTER, Resource.CLUSTER_NAME, AclOperation.DESCRIBE);
    allow(all, user, ResourceType.GROUP, "*", AclOperation.DESCRIBE);
    allow(all, user, ResourceType.TOPIC, "*", AclOperation.DESCRIBE);
    allow(all, user, ResourceType.TOPIC, "*", AclOperation.READ);
  }

  private static void allow(
      List<AclBinding> all, String user, ResourceType type, String name, AclOperation operation) {
    all.add(binding(user, new ResourcePattern(type, name, PatternType.LITERAL), operation));
  }

  private static void prefixed(
      List<AclBinding> all, String user, ResourceType type, String name, AclOperation operation) {
    all.add(binding(user, new ResourcePattern(type, name, PatternType.PREFIXED), operation));
  }

  private static AclBinding binding(String user, ResourcePattern on, AclOperation operation) {
    return new AclBinding(
        on, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }
}
