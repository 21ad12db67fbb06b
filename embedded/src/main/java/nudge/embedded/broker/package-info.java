/** What runs inside the broker's own JVM, on the broker's own class path. Nothing outside may refer to it. */
package nudge.embedded.broker;
