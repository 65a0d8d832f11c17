package org.springframework.boot;

/** Stands in for Spring Boot, which Debian does not have: the generated application compiles against it. */
public final class SpringApplication {
    public static void run(Class<?> application, String... arguments) {
        throw new UnsupportedOperationException("Spring Boot is not here");
    }
}
