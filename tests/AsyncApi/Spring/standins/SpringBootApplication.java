package org.springframework.boot.autoconfigure;

/** Stands in for Spring Boot, which Debian does not have: the generated application compiles against it. */
public @interface SpringBootApplication {
}
