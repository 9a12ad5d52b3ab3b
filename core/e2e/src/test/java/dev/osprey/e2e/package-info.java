/** Speaks to the real distribution over the network only, as its users do. */
package dev.osprey.e2e;
