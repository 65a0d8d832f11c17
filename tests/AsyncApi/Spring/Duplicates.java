package com.example;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Gives the page's function events twice, with the headers of each binder, in a context of Spring. Each event must be handled once. Argument: an event as JSON.
 */
public final class Duplicates {
    private static final PrintStream OUT = System.out;

    @SuppressWarnings("unchecked")
    public static void main(String[] arguments) throws Exception {
        Event event = new ObjectMapper().readValue(arguments[0], Event.class);
        Consumer<Message<Event>> heating = new AnnotationConfigApplicationContext(Functions.class).getBean("heating", Consumer.class);
        String[] names = {"ce_id", "ce-id", "cloudEvents:id", "amqp_messageId"};
        for (int i = 0; i < names.length; i++) {
            Object id = names[i].equals("ce_id") ? ("hall/1/" + i).getBytes(StandardCharsets.UTF_8) : "hall/1/" + i;
            Message<Event> message = new GenericMessage<>(event, Map.of(names[i], id));
            String first = handled(heating, message);
            String second = handled(heating, message);
            if (!first.contains("hall") || !second.isEmpty()) {
                throw new IllegalStateException(names[i] + ": '" + first + "', then '" + second + "'");
            }

            OUT.print(first);
        }
    }

    private static String handled(Consumer<Message<Event>> function, Message<Event> message) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed));
        function.accept(message);
        return printed.toString();
    }
}
