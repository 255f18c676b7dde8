package orderstore.api.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text for a terminal. */
final class Text {

    private static final int LONGEST = 400;

    private Text() {}

    /** In one line, and without what would steer the terminal: some of it was sent by whoever may append. */
    static String clean(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ")
                .replaceAll("[\\p{Cf}\\u2028\\u2029]", "")
                .strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A duration as people say it: {@code 0.3 s}, {@code 12 s}, {@code 4 min 5 s}, {@code 2 h 3 min}. */
    static String seconds(double seconds) {
        if (seconds == 0) {
            return "0 s";
        }
        long whole = Math.round(seconds);
        if (whole < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3_600
                ? whole / 60 + " min " + whole % 60 + " s"
                : number(whole / 3_600) + " h " + whole % 3_600 / 60 + " min";
    }

    /**
     * Rows below each other in columns, the first of them the heading.
     *
     * @param right columns that are numbers, from 0
     */
    static String table(List<List<String>> rows, List<Integer> right) {
        var widths = new ArrayList<Integer>();
        for (int column = 0; column < rows.getFirst().size(); column++) {
            int place = column;
            widths.add(
                    rows.stream().mapToInt(row -> row.get(place).length()).max().orElse(0));
        }
        var lines = new ArrayList<String>();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String blank = " ".repeat(widths.get(column) - row.get(column).length());
                line.append(right.contains(column) ? blank + row.get(column) : row.get(column) + blank)
                        .append("  ");
            }
            lines.add(line.toString().stripTrailing());
        }
        return String.join(System.lineSeparator(), lines);
    }
}
