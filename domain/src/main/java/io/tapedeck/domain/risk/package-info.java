/** Decisions, checks, denials, limits, marks and the risk journal entry. JDK and domain only. */
@NullMarked
package io.tapedeck.domain.risk;

import org.jspecify.annotations.NullMarked;
