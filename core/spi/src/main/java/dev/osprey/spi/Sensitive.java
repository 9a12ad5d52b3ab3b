package dev.osprey.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A configuration's component that is a secret: a password, a token, an address that holds one. Its schema says
 * {@code writeOnly}; wherever settings are shown, and in what is said of wrong ones, its value is masked.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Sensitive {}
