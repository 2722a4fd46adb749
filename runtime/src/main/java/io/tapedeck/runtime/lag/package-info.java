/**
 * How far consumer groups are behind, and what else of the cluster an operator must hear of: groups
 * without members, records deleted unread, transactions that never end, disks that fill up. Looks
 * from outside, so that it also tells of consumers that are dead. Must not import a service module.
 */
@NullMarked
package io.tapedeck.runtime.lag;

import org.jspecify.annotations.NullMarked;
