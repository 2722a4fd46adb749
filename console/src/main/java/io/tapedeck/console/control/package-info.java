/** Commands: from a wish to records. Must not import console.http. */
@NullMarked
package io.tapedeck.console.control;

import org.jspecify.annotations.NullMarked;
