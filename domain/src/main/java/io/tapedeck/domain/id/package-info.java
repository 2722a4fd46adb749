/** Identifiers as types, and ids derived from inputs. Must not import anything but the JDK. */
@NullMarked
package io.tapedeck.domain.id;

import org.jspecify.annotations.NullMarked;
