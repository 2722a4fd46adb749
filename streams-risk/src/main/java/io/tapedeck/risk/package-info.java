/** The risk service: its app, config and topology. Must not import another service. */
@NullMarked
package io.tapedeck.risk;

import org.jspecify.annotations.NullMarked;
