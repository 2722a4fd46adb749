/** Commands of people and watchdogs, and the trading states they lead to. JDK and domain only. */
@NullMarked
package io.tapedeck.domain.control;

import org.jspecify.annotations.NullMarked;
