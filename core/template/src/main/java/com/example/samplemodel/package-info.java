/** The Osprey plugin {@code sample-model}. */
@NullMarked
package com.example.samplemodel;

import org.jspecify.annotations.NullMarked;
