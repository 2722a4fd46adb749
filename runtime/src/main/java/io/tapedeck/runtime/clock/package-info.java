/**
 * The edge clock: the only place where services read time. Cores never see it; time reaches them on
 * records.
 */
@NullMarked
package io.tapedeck.runtime.clock;

import org.jspecify.annotations.NullMarked;
