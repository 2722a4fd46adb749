/**
 * What venues say: quotes, trades, book changes, status of feeds and trading. JDK and domain only.
 */
@NullMarked
package io.tapedeck.domain.market;

import org.jspecify.annotations.NullMarked;
