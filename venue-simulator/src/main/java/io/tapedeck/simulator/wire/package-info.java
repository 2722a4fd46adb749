/**
 * What the protocols of all venues share: the WebSocket server and its connections, text of JSON,
 * times. Knows no venue and no order; must not import the other packages of the simulator.
 */
@NullMarked
package io.tapedeck.simulator.wire;

import org.jspecify.annotations.NullMarked;
