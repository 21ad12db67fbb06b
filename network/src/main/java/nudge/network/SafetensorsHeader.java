package nudge.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON header of a safetensors file, read strictly: what this format needs of JSON and nothing else. Names and
 * metadata are sorted, so that the same content prints to the same bytes.
 */
record SafetensorsHeader(SortedMap<String, String> metadata, SortedMap<String, Tensor> tensors) {
    private static final String METADATA = "__metadata__";

    /** Where a tensor lies in the data behind the header: bytes [from, to). */
    record Tensor(String dtype, List<Long> shape, long from, long to) {}

    String print() {
        StringBuilder json = new StringBuilder("{\"" + METADATA + "\":{");
        String separator = "";
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            json.append(separator);
            printString(json, entry.getKey());
            json.append(':');
            printString(json, entry.getValue());
            separator = ",";
        }
        json.append('}');
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            json.append(',');
            printString(json, entry.getKey());
            json.append(String.format(
                    Locale.ROOT,
                    ":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
                    tensor.dtype(),
                    tensor.shape().toString().replace(" ", ""),
                    tensor.from(),
                    tensor.to()));
        }
        return json.append('}').toString();
    }

    /** @throws IllegalArgumentException naming what was expected and where */
    static SafetensorsHeader parse(String json) {
        return new Reader(json).header();
    }

    private static void printString(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private static final class Reader {
        private final String json;
        private int at;

        Reader(String json) {
            this.json = json;
        }

        SafetensorsHeader header() {
            SortedMap<String, String> metadata = new TreeMap<>();
            SortedMap<String, Tensor> tensors = new TreeMap<>();
            object(name -> {
                if (name.equals(METADATA)) {
                    object(key -> metadata.put(key, string()));
                } else {
                    tensors.put(name, tensor(name));
                }
            });
            if (at != json.length()) {
                throw expected("the end of the header");
            }
            return new SafetensorsHeader(metadata, tensors);
        }

        private Tensor tensor(String name) {
            SortedMap<String, Object> fields = new TreeMap<>();
            object(field -> {
                switch (field) {
                    case "dtype" -> fields.put(field, string());
                    case "shape", "data_offsets" -> fields.put(field, numbers());
                    default -> throw expected("dtype, shape or data_offsets in tensor " + name);
                }
            });
            if (fields.size() != 3) {
                throw expected("dtype, shape and data_offsets in tensor " + name);
            }
            @SuppressWarnings("unchecked")
            List<Long> shape = (List<Long>) fields.get("shape");
            @SuppressWarnings("unchecked")
            List<Long> offsets = (List<Long>) fields.get("data_offsets");
            if (offsets.size() != 2) {
                throw expected("two data_offsets in tensor " + name);
            }
            return new Tensor((String) fields.get("dtype"), shape, offsets.get(0), offsets.get(1));
        }

        private interface Field {
            void read(String name);
        }

        private void object(Field field) {
            expect('{');
            List<String> seen = new ArrayList<>();
            if (!next('}')) {
                do {
                    skipSpace();
                    String name = string();
                    if (seen.contains(name)) {
                        throw expected("the name \"" + name + "\" once");
                    }
                    seen.add(name);
                    expect(':');
                    skipSpace();
                    field.read(name);
                } while (next(','));
                expect('}');
            }
            skipSpace();
        }

        private List<Long> numbers() {
            List<Long> numbers = new ArrayList<>();
            expect('[');
            if (!next(']')) {
                do {
                    skipSpace();
                    numbers.add(number());
                } while (next(','));
                expect(']');
            }
            return numbers;
        }

        private long number() {
            int from = at;
            while (at < json.length() && json.charAt(at) >= '0' && json.charAt(at) <= '9') {
                at++;
            }
            if (at == from || at - from > 15 || (at - from > 1 && json.charAt(from) == '0')) {
                at = from;
                throw expected("a whole number of at most 15 digits");
            }
            return Long.parseLong(json, from, at, 10);
        }

        private String string() {
            if (!next('"')) {
                throw expected("a string");
            }
            StringBuilder text = new StringBuilder();
            while (at < json.length() && json.charAt(at) != '"') {
                char c = json.charAt(at++);
                if (c < 0x20) {
                    throw expected("no control character in a string");
                }
                text.append(c == '\\' ? escape() : c);
            }
            expect('"');
            return text.toString();
        }

        private char escape() {
            char c = at < json.length() ? json.charAt(at++) : '"';
            return switch (c) {
                case '"', '\\', '/' -> c;
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> unicode();
                default -> throw expected("an escape");
            };
        }

        private char unicode() {
            int code = 0;
            for (int end = at + 4; at < end; at++) {
                int digit = at < json.length() ? Character.digit(json.charAt(at), 16) : -1;
                if (digit < 0) {
                    throw expected("four hexadecimal digits");
                }
                code = code << 4 | digit;
            }
            return (char) code;
        }

        private boolean next(char c) {
            skipSpace();
            if (at < json.length() && json.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char c) {
            if (!next(c)) {
                throw expected("'" + c + "'");
            }
        }

        private void skipSpace() {
            while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
                at++;
            }
        }

        private IllegalArgumentException expected(String what) {
            String got =
                    at < json.length() ? "'" + json.substring(at, Math.min(at + 12, json.length())) + "'" : "the end";
            return new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected %s at character %d of the weight file's header, got %s: fetch the file again",
                    OneLine.of(what),
                    at,
                    OneLine.of(got)));
        }
    }
}
