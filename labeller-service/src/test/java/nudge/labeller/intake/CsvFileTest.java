package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import nudge.mnist.Mnist;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV as programs write it: right, or refused in one line. */
class CsvFileTest {
    private static final Mnist MNIST = Mnist.test();
    private static final int ROWS = 20;

    /** What a file held. */
    private static final class Read implements ImageSink {
        final List<byte[]> pixels = new ArrayList<>();
        final List<@Nullable Integer> digits = new ArrayList<>();
        final List<String> failures = new ArrayList<>();
        final List<CsvForm> forms = new ArrayList<>();

        static Read of(String csv) throws IOException {
            return of(csv.getBytes(StandardCharsets.UTF_8), CsvOptions.NONE);
        }

        static Read of(String csv, String label) throws IOException {
            return of(csv.getBytes(StandardCharsets.UTF_8), new CsvOptions(label, null));
        }

        static Read of(byte[] csv, CsvOptions options) throws IOException {
            Read read = new Read();
            CsvFile.readOrTell("a.csv", () -> new ByteArrayInputStream(csv), options, read);
            return read;
        }

        /** As one of the files that somebody sends, whose kind its first bytes tell. */
        static Read sent(byte[] file) throws IOException {
            Read read = new Read();
            new Intake(Limits.USUAL, false).read("a.csv", new ByteArrayInputStream(file), read);
            return read;
        }

        @Override
        public void image(String name, byte[] image, @Nullable Integer digit) {
            pixels.add(image);
            digits.add(digit);
        }

        @Override
        public void understood(String name, CsvForm form) {
            assertThat(pixels).as("images before it was told what they are").isEmpty();
            forms.add(form);
        }

        @Override
        public void unreadable(String name, String reason) {
            failures.add(name + ": " + reason);
        }

        /** MNIST's first images with their labels, and nothing else. */
        void assertMnist() {
            assertMnist(true);
        }

        void assertMnist(boolean labelled) {
            assertThat(failures).isEmpty();
            assertThat(pixels).hasSize(ROWS);
            for (int i = 0; i < ROWS; i++) {
                assertThat(pixels.get(i)).as("image " + i).isEqualTo(MNIST.image(i));
                assertThat(digits.get(i)).as("label " + i).isEqualTo(labelled ? MNIST.digit(i) : null);
            }
        }

        /** Refused as a whole, in one line. */
        String refusal() {
            assertThat(pixels.size()).as("images").isZero();
            assertThat(failures).hasSize(1);
            assertThat(failures.get(0)).startsWith("a.csv: expected").doesNotContain("\n");
            return failures.get(0);
        }
    }

    /** A file of MNIST's first images: its header, and what stands in each column. */
    private static String csv(String separator, @Nullable List<String> header, List<IntFunction<String>> columns) {
        StringBuilder csv = new StringBuilder(header == null ? "" : String.join(separator, header) + "\n");
        for (int row = 0; row < ROWS; row++) {
            int image = row;
            csv.append(columns.stream().map(column -> column.apply(image)).collect(Collectors.joining(separator)))
                    .append('\n');
        }
        return csv.toString();
    }

    private static IntFunction<String> label() {
        return image -> String.valueOf(MNIST.digit(image));
    }

    private static int ink(int image, int pixel) {
        return MNIST.image(image)[pixel] & 0xff;
    }

    private static List<IntFunction<String>> pixels(IntFunction<String> written) {
        return IntStream.range(0, 784)
                .mapToObj(pixel -> (IntFunction<String>) image -> written.apply(ink(image, pixel)))
                .toList();
    }

    private static List<IntFunction<String>> pixels() {
        return pixels(String::valueOf);
    }

    private static List<String> names(IntFunction<String> name) {
        return IntStream.range(0, 784).mapToObj(name).toList();
    }

    @SafeVarargs
    private static <T> List<T> list(List<? extends T>... parts) {
        return Stream.of(parts).<T>flatMap(List::stream).toList();
    }

    private static String labelFirst() {
        return csv(",", null, list(List.of(label()), pixels()));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = CsvFileTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void the_label_is_found_in_the_last_column_by_its_name() throws IOException {
        Read read = Read.of(resource("csv/label-last.csv"), CsvOptions.NONE);
        assertThat(read.failures).isEmpty();
        assertThat(read.digits).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(read.pixels.get(0)[27]).as("the last pixel of the first row").isZero();
        assertThat(read.forms).singleElement().satisfies(form -> {
            assertThat(form.label()).isEqualTo("class");
            assertThat(form.pixels()).isEqualTo("pixel1 to pixel784");
            assertThat(form.scale()).isEqualTo(255);
        });
    }

    @Test
    void numbers_are_read_as_pandas_writes_them() throws IOException {
        Read read = Read.of(resource("csv/float-255.csv"), CsvOptions.NONE);
        assertThat(read.failures).isEmpty();
        assertThat(read.pixels).hasSize(3);
        assertThat(read.pixels.get(0)).contains((byte) 255);
    }

    static Stream<Arguments> headers() {
        IntFunction<String> number = String::valueOf;
        List<String> pixel = names(i -> "pixel" + i);
        List<String> grid = names(i -> (i / 28 + 1) + "x" + (i % 28 + 1));
        return Stream.of(
                Arguments.of("Kaggle", list(List.of("label"), pixel), list(List.of(label()), pixels())),
                Arguments.of("rows and columns", list(List.of("label"), grid), list(List.of(label()), pixels())),
                Arguments.of(
                        "rows and columns of R",
                        list(List.of("\"\"", "\"Label\""), names(i -> "\"X" + i / 28 + "x" + i % 28 + "\"")),
                        list(List.of(i -> "\"" + (i + 1) + "\"", label()), pixels())),
                Arguments.of("class last", list(pixel, List.of("Class")), list(pixels(), List.of(label()))),
                Arguments.of(
                        "target in the middle",
                        list(pixel.subList(0, 300), List.of("TARGET"), pixel.subList(300, 784)),
                        list(pixels().subList(0, 300), List.of(label()), pixels().subList(300, 784))),
                Arguments.of(
                        "saved again by pandas",
                        list(List.of("Unnamed: 0", "", "Digit"), names(number)),
                        list(List.of(number, number, label()), pixels())),
                Arguments.of("y after numbers", list(names(number), List.of("y")), list(pixels(), List.of(label()))),
                Arguments.of(
                        "an id in front and a split behind",
                        list(List.of("id"), names(i -> "pixel" + (i + 1)), List.of("class", "split")),
                        list(List.of(i -> "img_" + i), pixels(), List.of(label(), i -> "train"))),
                Arguments.of(
                        "names of rows that the header of R passes over",
                        list(List.of("\"label\""), names(i -> "\"V" + (i + 2) + "\"")),
                        list(List.of(i -> "\"" + i + "\"", label()), pixels())),
                Arguments.of(
                        "R without names",
                        IntStream.rangeClosed(1, 785)
                                .mapToObj(i -> "\"V" + i + "\"")
                                .toList(),
                        list(List.of(label()), pixels())),
                Arguments.of(
                        "pandas without names",
                        list(
                                List.of(""),
                                IntStream.range(0, 785).mapToObj(number).toList()),
                        list(List.of(number), pixels(), List.of(label()))),
                Arguments.of(
                        "a header that is no header of all",
                        list(List.of("label"), names(i -> "p" + (char) ('a' + i % 26))),
                        list(List.of(label()), pixels())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void a_header_names_label_and_pixels(String kind, List<String> header, List<IntFunction<String>> columns)
            throws IOException {
        Read read = Read.of(csv(",", header, columns));
        read.assertMnist();
        assertThat(read.forms)
                .singleElement()
                .satisfies(form -> assertThat(form.header()).isTrue());
    }

    @Test
    void columns_may_stand_in_any_order() throws IOException {
        List<Integer> order = new ArrayList<>(IntStream.range(0, 784).boxed().toList());
        Collections.shuffle(order, new Random(1));
        Read read = Read.of(csv(
                ",",
                list(order.stream().map(i -> "pixel" + i).toList(), List.of("label")),
                list(order.stream().map(pixels()::get).toList(), List.of(label()))));
        read.assertMnist();
    }

    @Test
    void a_header_without_a_label_gives_none_and_one_that_is_not_plain_is_refused() throws IOException {
        List<String> pixel = names(i -> "pixel" + i);
        Read.of(csv(",", pixel, pixels())).assertMnist(false);
        Read.of(csv(",", list(List.of("ImageId"), pixel), list(List.of(String::valueOf), pixels())))
                .assertMnist(false);
        String number = csv(",", list(List.of("number"), pixel), list(List.of(label()), pixels()));
        assertThat(Read.of(number).refusal())
                .contains("called label, class, digit, target or y, got number", "--label");
        Read.of(number, "Number").assertMnist();
        Read.of(number, "first").assertMnist();
        Read.of(number, "none").assertMnist(false);
        assertThat(Read.of(number, "digit").refusal())
                .contains("one column called digit, got none among number, pixel0");
        String two = csv(
                ",", list(List.of("class"), pixel, List.of("y")), list(List.of(i -> "1"), pixels(), List.of(label())));
        assertThat(Read.of(two).refusal()).contains("one column of labels, got class, y", "--label");
        Read.of(two, "y").assertMnist();
        assertThat(Read.of(csv(
                                ",",
                                list(List.of("label"), pixel.subList(0, 783)),
                                list(List.of(label()), pixels().subList(0, 783))))
                        .refusal())
                .contains("got 783: number 783 is missing");
        List<String> twice = new ArrayList<>(list(List.of("label"), pixel));
        twice.set(5, "pixel5");
        assertThat(Read.of(csv(",", twice, list(List.of(label()), pixels()))).refusal())
                .contains("a column for each pixel, got pixel5 and pixel5");
        twice.set(5, "pixel784");
        assertThat(Read.of(csv(",", twice, list(List.of(label()), pixels()))).refusal())
                .contains("pixel784");
    }

    @Test
    void without_a_header_the_whole_file_tells_whether_the_label_is_first_or_last() throws IOException {
        Read.of(labelFirst()).assertMnist();
        Read.of(csv(",", null, list(pixels(), List.of(label())))).assertMnist();
        Read.of(csv(",", null, pixels())).assertMnist(false);
        Read.of(csv(",", null, list(List.of(i -> ""), pixels()))).assertMnist(false);
        Read.of(csv(",", null, list(List.of(String::valueOf, label()), pixels())))
                .assertMnist();
        Read.of(csv(",", null, list(List.of(i -> "" + (i + 1)), pixels(), List.of(label()))))
                .assertMnist();
        Read.of(csv(",", null, list(List.of(String::valueOf), pixels()))).assertMnist(false);
        Read.of(csv(",", null, list(List.of(label()), pixels(), List.of(i -> ""))))
                .assertMnist();
        Read bright = Read.of(csv(",", null, list(List.of(label()), pixels(ink -> String.valueOf(255 - ink)))));
        assertThat(bright.digits).startsWith(7, 2, 1);
        assertThat(bright.pixels.get(0)[0]).isEqualTo((byte) 255);
    }

    static Stream<Arguments> unclear() {
        IntUnaryOperator damaged = image -> image == 17 ? 12 : MNIST.digit(image);
        return Stream.of(
                Arguments.of("digits at both ends", list(List.of(label()), pixels().subList(0, 783), List.of(label()))),
                Arguments.of("0 at both ends", list(List.of(i -> "0"), pixels())),
                Arguments.of("no digits", list(List.of(i -> "20"), pixels())),
                Arguments.of("one bad label first", list(List.of(i -> "" + damaged.applyAsInt(i)), pixels())),
                Arguments.of("one bad label last", list(pixels(), List.of(i -> "" + damaged.applyAsInt(i)))),
                Arguments.of("a word for a label", list(List.of(i -> i == 3 ? "x" : "" + MNIST.digit(i)), pixels())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unclear")
    void where_both_ends_or_neither_may_be_the_label_the_option_is_named_and_says_it(
            String kind, List<IntFunction<String>> columns) throws IOException {
        String csv = csv(",", null, columns);
        assertThat(Read.of(csv).refusal()).contains("--label first|last|none|NAME", "?label=");
        Read first = Read.of(csv, "first");
        Read last = Read.of(csv, "last");
        assertThat(first.pixels.size() + first.failures.size()).isEqualTo(ROWS);
        assertThat(last.pixels.size() + last.failures.size()).isEqualTo(ROWS);
        assertThat(Read.of(csv, "none").refusal()).contains("expected 784 columns, got 785");
    }

    @Test
    void ten_rows_whose_first_column_counts_may_be_an_index_as_well_as_labels() throws IOException {
        String row = ",0".repeat(400) + ",255" + ",0".repeat(383) + "\n";
        String csv = IntStream.range(0, 10).mapToObj(i -> i + row).collect(Collectors.joining());
        assertThat(Read.of(csv).refusal()).contains("the first counts the rows", "--label");
        assertThat(Read.of(csv, "first").digits).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(Read.of(csv, "none").digits).containsOnlyNulls().hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%d.0",
                "%d.",
                " %d ",
                "\"%d\"",
                " \"%d\" ",
                "'%d'",
                "+%d",
                "%1$d.000000000000000000e+00",
                "%1$d00e-2",
                "0%d"
            })
    void numbers_are_read_as_programs_write_them(String written) throws IOException {
        Read.of(csv(",", null, list(List.of(label()), pixels(ink -> String.format(written, ink)))))
                .assertMnist();
    }

    @ParameterizedTest
    @CsvSource({"','", "';'", "'\t'", "'|'", "' '", "'   '", "', '", "' ; '"})
    void cells_are_separated_as_programs_separate_them(String separator) throws IOException {
        Read.of(csv(separator, null, list(List.of(label()), pixels()))).assertMnist();
        Read.of(csv(
                        separator,
                        list(names(i -> "pixel" + i), List.of("label")),
                        list(pixels(ink -> ink + ".0"), List.of(label()))))
                .assertMnist();
    }

    @Test
    void decimal_commas_stand_where_the_separator_is_another() throws IOException {
        for (String separator : List.of(";", "\t", "|")) {
            Read read = Read.of(csv(
                    separator,
                    list(List.of("\"label\""), names(i -> "\"pixel" + i + "\"")),
                    list(
                            List.of(label()),
                            pixels(ink -> String.valueOf(ink / 255.0).replace('.', ',')))));
            read.assertMnist();
            assertThat(read.forms.get(0).scale()).isEqualTo(1);
        }
        Read.of("sep=;\r\n" + csv(";", null, list(List.of(label()), pixels(ink -> ink + ",0"))))
                .assertMnist();
    }

    @Test
    void encodings_with_a_mark_and_line_ends_of_all_systems_are_read() throws IOException {
        for (Charset encoding : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            for (String end : List.of("\n", "\r\n", "\r")) {
                String text = "\ufeff"
                        + csv("\t", list(List.of("label"), names(i -> "pixel" + i)), list(List.of(label()), pixels()));
                Read read = Read.of(text.replace("\n", end).getBytes(encoding), CsvOptions.NONE);
                read.assertMnist();
                assertThat(read.forms.get(0).encoding()).startsWith(encoding.name());
            }
        }
        assertThat(Read.sent(labelFirst().getBytes(StandardCharsets.UTF_16LE)).refusal())
                .contains("got something else");
    }

    @Test
    void pixels_from_0_to_1_are_recognised_from_the_whole_file() throws IOException {
        Read floats = Read.of(csv(",", null, list(List.of(label()), pixels(ink -> String.valueOf(ink / 255f)))));
        floats.assertMnist();
        assertThat(floats.forms.get(0).scale()).isEqualTo(1);
        Read bits = Read.of(csv(",", null, list(List.of(label()), pixels(ink -> ink > 127 ? "1" : "0"))));
        assertThat(bits.pixels.get(0)).contains((byte) 255).doesNotContain((byte) 1);
        String pale = "3" + ",0".repeat(400) + ",1" + ",0".repeat(383) + "\n";
        assertThat(Read.of(labelFirst() + pale).pixels.get(ROWS)[400])
                .as("a pale row among dark ones")
                .isEqualTo((byte) 1);
    }

    @Test
    void pixels_of_no_scale_or_of_two_are_refused_with_the_option() throws IOException {
        IntFunction<String> unit = ink -> String.valueOf(ink / 255.0);
        String floats = csv(",", null, list(List.of(label()), pixels(unit)));
        assertThat(Read.of(floats + labelFirst()).refusal()).contains("some rows from 0 to 1 (line 1)", "--scale");
        String over = floats + "1" + ",0".repeat(400) + ",1.0000001" + ",0".repeat(383) + "\n";
        assertThat(Read.of(over).refusal()).contains("1.0000001 in line 21", "--scale 255|1");
        Read said = Read.of(over.getBytes(StandardCharsets.UTF_8), new CsvOptions(null, 1));
        assertThat(said.pixels).hasSize(ROWS);
        assertThat(said.failures)
                .singleElement()
                .asString()
                .contains("line 21: expected pixel 400 to be a number from 0 to 1");
        assertThat(Read.of(csv(",", null, list(List.of(label()), pixels(ink -> ink / 16 + ""))))
                        .refusal())
                .contains("none above 15.0");
        assertThat(Read.of(csv(",", null, list(List.of(label()), pixels(ink -> String.valueOf(ink / 127.5 - 1)))))
                        .refusal())
                .contains("from 0 to 255, or from 0 to 1, got -1 in line 1");
    }

    @Test
    void missing_values_are_no_label_and_no_pixel() throws IOException {
        String pixels = ",255" + ",0".repeat(783) + "\n";
        Read read = Read.of("label" + ",p".repeat(784) + "\n"
                + Stream.of("", "NA", "NaN", "nan", "<NA>", "null", "None", "?", "5.0")
                        .map(label -> label + pixels)
                        .collect(Collectors.joining())
                + "3,,255" + ",0".repeat(782) + "\n4,NA" + ",0".repeat(783) + "\n");
        assertThat(read.digits).containsExactly(null, null, null, null, null, null, null, null, 5);
        assertThat(read.failures)
                .containsExactly(
                        "a.csv line 11: expected pixel 0 to be a number from 0 to 255, got nothing",
                        "a.csv line 12: expected pixel 0 to be a number from 0 to 255, got nothing");
    }

    @Test
    void labels_that_stand_for_letters_are_refused_and_none_of_them_becomes_a_digit() throws IOException {
        List<String> header = list(List.of("label"), names(i -> "pixel" + i));
        String letters = csv(",", header, list(List.of(i -> String.valueOf(i + 1)), pixels()));
        assertThat(Read.of(letters).refusal()).contains("labels from 0 to 9, got 10, 11, 12, 13, 14");
        assertThat(Read.of(letters, "label").refusal()).contains("got 10, 11");
        String withoutHeader = csv(",", null, list(List.of(i -> String.valueOf(3 * i % 26 + 1)), pixels()));
        assertThat(Read.of(withoutHeader).refusal()).contains("--label");
        assertThat(Read.of(withoutHeader, "first").refusal()).contains("other things than digits");
        assertThat(Read.of(withoutHeader.getBytes(StandardCharsets.UTF_8), new CsvOptions("first", 255))
                        .refusal())
                .contains("other things than digits");
        Read.of(letters, "none").assertMnist(false);
    }

    @Test
    void a_quote_that_is_never_closed_refuses_the_file_and_names_the_line() throws IOException {
        String good = labelFirst();
        assertThat(Read.of(good + "3,\"0" + ",0".repeat(783)).refusal())
                .contains("every quote to be closed", "line 21");
        assertThat(Read.of(good + "3,\"0" + ",0".repeat(783) + "\n" + good.repeat(20))
                        .refusal())
                .contains("line 21");
    }

    @Test
    void a_row_of_another_width_is_named_and_the_others_come_in() throws IOException {
        Read read = Read.of("a title of the file\n\n" + labelFirst() + "\n1,2,3\n5" + ",0".repeat(900_000) + "\n");
        assertThat(read.pixels).hasSize(ROWS);
        assertThat(read.failures)
                .containsExactly(
                        "a.csv line 24: expected 785 columns, got 3",
                        "a.csv line 25: expected 785 columns, got 900001");
    }

    @Test
    void a_csv_is_recognised_among_other_files_packed_or_not() throws IOException {
        byte[] csv = labelFirst().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(csv);
        }
        Read.sent(csv).assertMnist();
        Read.sent(packed.toByteArray()).assertMnist();
        Read.of(packed.toByteArray(), CsvOptions.NONE).assertMnist();
        Read.sent(("\ufeff" + labelFirst()).getBytes(StandardCharsets.UTF_16LE)).assertMnist();
        Read.sent(csv("|", null, list(List.of(label()), pixels())).getBytes(StandardCharsets.UTF_8))
                .assertMnist();
        Read.sent(csv(" ", null, list(List.of(label()), pixels())).getBytes(StandardCharsets.UTF_8))
                .assertMnist();
        assertThat(Read.sent("this is no picture of 1 digit".getBytes(StandardCharsets.UTF_8))
                        .refusal())
                .contains("got something else");
        assertThat(CsvFile.is(() -> new ByteArrayInputStream(packed.toByteArray())))
                .isTrue();
        assertThat(CsvFile.is(() -> new ByteArrayInputStream(new byte[] {0x1f, (byte) 0x8b, 1})))
                .isFalse();
        Read cut = Read.of(Arrays.copyOf(packed.toByteArray(), packed.size() - 20), CsvOptions.NONE);
        assertThat(cut.refusal()).contains("damaged or truncated");
    }

    @Test
    void a_csv_without_an_image_has_its_rows_named() throws IOException {
        assertThat(Read.of("x,y\n1,2\n").failures)
                .containsExactly("a.csv line 2: expected a label and 784 columns, got 2");
        assertThat(Read.of("label,pixel0\n").failures)
                .singleElement()
                .asString()
                .contains("got no row of numbers");
    }

    @Test
    void options_that_say_nothing_are_refused() {
        assertThatThrownBy(() -> new CsvOptions(" ", null)).hasMessageContaining("first, last, none or the name");
        assertThatThrownBy(() -> new CsvOptions(null, 16)).hasMessage("expected scale to be 1 or 255, got 16");
    }
}
