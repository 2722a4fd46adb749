/** What every service is given when it is made. Must not import a service. */
@NullMarked
package io.tapedeck.runtime;

import org.jspecify.annotations.NullMarked;
