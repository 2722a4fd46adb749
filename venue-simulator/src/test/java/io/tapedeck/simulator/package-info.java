/** Tests of the simulator from outside, over its sockets, with clients written for the tests. */
@NullMarked
package io.tapedeck.simulator;

import org.jspecify.annotations.NullMarked;
