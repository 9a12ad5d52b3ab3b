/** The Osprey plugin {@code sample}. */
@NullMarked
package com.example.sample;

import org.jspecify.annotations.NullMarked;
