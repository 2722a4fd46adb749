/**
 * A second risk engine, written from the documents alone in BigDecimal and plain collections, and
 * random histories that hold the real one against it. The oracle must not import anything of
 * Tapedeck but {@code io.tapedeck.domain}.
 */
package io.tapedeck.risk.oracle;
