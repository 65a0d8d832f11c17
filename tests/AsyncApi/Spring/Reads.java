package com.example;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads `nanoevents … --json` into the models that the generator made, the one of any event and the one of the event's kind, and writes them again: what comes
 * out must be what went in. Arguments: the names of all models of kinds.
 */
public final class Reads {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    public static void main(String[] models) throws Exception {
        Map<String, Integer> read = new TreeMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = lines.readLine()) != null; ) {
            JsonNode before = JSON.readTree(line);
            String kind = before.get("kind").asText();
            if (kind.equals("summary")) {
                continue;
            }

            String model = modelOf(before, kind);
            compare(before, JSON.readValue(line, Event.class));
            compare(before, JSON.readValue(line, Class.forName("com.example." + model)));
            read.merge(model, 1, Integer::sum);
        }

        System.out.println(read);
        Set<String> missing = new TreeSet<>(Set.of(models));
        missing.removeAll(read.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalStateException("not among the events: " + missing);
        }
    }

    private static String modelOf(JsonNode event, String kind) {
        int number = event.path("number").asInt();
        boolean own = !kind.equals("unknown") && number >= 128 && !event.has("of");
        String name = !own ? kind : number < 192 ? "measurement" : "condition";
        return Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Event";
    }

    private static void compare(JsonNode before, Object model) {
        JsonNode after = JSON.valueToTree(model);
        before.fields().forEachRemaining(field -> {
            JsonNode was = field.getValue();
            JsonNode is = after.path(field.getKey());
            boolean same = was.isNull() ? is.isMissingNode()
                : was.isNumber() ? is.isNumber() && was.decimalValue().compareTo(is.decimalValue()) == 0
                : was.equals(is);
            if (!same) {
                throw new IllegalStateException(model.getClass().getSimpleName() + "." + field.getKey() + ": " + was + " has become " + is);
            }
        });
    }
}
