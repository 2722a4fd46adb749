/**
 * What is wanted, commanded and what happened: intents, commands, past-tense order events. JDK and
 * domain only.
 */
@NullMarked
package io.tapedeck.domain.order;

import org.jspecify.annotations.NullMarked;
