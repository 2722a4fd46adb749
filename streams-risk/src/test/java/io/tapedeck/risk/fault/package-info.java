/** Risk on a real broker, killed, frozen, moved and fed with garbage; judged by its topics. */
package io.tapedeck.risk.fault;
