/** The demo: a whole pipeline on a played market, and the account of what it did. */
@NullMarked
package io.tapedeck.launcher.demo;

import org.jspecify.annotations.NullMarked;
