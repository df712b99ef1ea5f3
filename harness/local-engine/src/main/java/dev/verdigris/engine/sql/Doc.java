package dev.verdigris.engine.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A text with places where its lines may break: what fits on a line stays on it, what does not is
 * broken at the outermost places first.
 */
sealed interface Doc {

  /** Columns by which a further level of lines is indented. */
  int INDENT = 4;

  /** A text without breaks. */
  record Text(String text) implements Doc {}

  /**
   * A place to break at.
   *
   * @param flat what stands there if the line is not broken
   */
  record Break(String flat) implements Doc {}

  /** One after the other. */
  record Concat(List<Doc> docs) implements Doc {}

  /** Broken lines within stand further to the right. */
  record Nest(Doc doc) implements Doc {}

  /** Broken as a whole or not at all; groups within decide for themselves. */
  record Group(Doc doc) implements Doc {}

  static Doc text(String text) {
    return new Text(text);
  }

  static Doc line() {
    return new Break(" ");
  }

  static Doc concat(Doc... docs) {
    return new Concat(Arrays.asList(docs));
  }

  static Doc group(Doc doc) {
    return new Group(doc);
  }

  static Doc nest(Doc doc) {
    return new Nest(doc);
  }

  static Doc joined(List<Doc> docs, Doc separator) {
    List<Doc> all = new ArrayList<>();
    for (Doc doc : docs) {
      if (!all.isEmpty()) {
        all.add(separator);
      }
      all.add(doc);
    }
    return new Concat(all);
  }

  /** Words with single spaces between, never broken there. */
  static Doc words(List<Doc> docs) {
    return joined(docs, text(" "));
  }

  /** Parts on lines of their own, or all on one. */
  static Doc lines(List<Doc> docs) {
    return group(joined(docs, line()));
  }

  /** As {@link #lines}, with all parts but the first further to the right. */
  static Doc hanging(List<Doc> docs) {
    return group(nest(joined(docs, line())));
  }

  static Doc commas(List<Doc> docs) {
    return joined(docs, concat(text(","), line()));
  }

  /** A title and what stands under it. */
  static Doc titled(String title, Doc doc) {
    return group(nest(concat(text(title), line(), doc)));
  }

  static Doc bracketed(String open, Doc doc, String close) {
    return group(concat(text(open), nest(concat(new Break(""), doc)), new Break(""), text(close)));
  }

  /** One line, however long. */
  static String flat(Doc doc) {
    return render(doc, Integer.MAX_VALUE);
  }

  /** Lines of up to {@code width} columns, where that is possible. */
  static String render(Doc doc, int width) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    Deque<Item> items = new ArrayDeque<>();
    items.push(new Item(0, width == Integer.MAX_VALUE, doc));
    while (!items.isEmpty()) {
      Item item = items.pop();
      if (item.doc() instanceof Text text) {
        out.append(text.text());
        column += text.text().length();
      } else if (item.doc() instanceof Break brk && item.flat()) {
        out.append(brk.flat());
        column += brk.flat().length();
      } else if (item.doc() instanceof Break) {
        out.append('\n').append(" ".repeat(item.indent()));
        column = item.indent();
      } else if (item.doc() instanceof Group group) {
        Item flat = new Item(item.indent(), true, group.doc());
        boolean fits = item.flat() || fits(width - column, flat, items);
        items.push(fits ? flat : new Item(item.indent(), false, group.doc()));
      } else {
        push(items, item);
      }
    }
    return out.toString();
  }

  /** Whether {@code first} and what follows it up to the next break fits into {@code room}. */
  private static boolean fits(int room, Item first, Deque<Item> rest) {
    int left = room;
    Deque<Item> items = new ArrayDeque<>();
    items.push(first);
    var following = rest.iterator();
    while (left >= 0) {
      if (items.isEmpty()) {
        if (!following.hasNext()) {
          return true;
        }
        items.push(following.next());
      }
      Item item = items.pop();
      if (item.doc() instanceof Text text) {
        left -= text.text().length();
      } else if (item.doc() instanceof Break brk) {
        if (!item.flat()) {
          return true;
        }
        left -= brk.flat().length();
      } else if (item.doc() instanceof Group group) {
        items.push(new Item(item.indent(), item.flat(), group.doc()));
      } else {
        push(items, item);
      }
    }
    return false;
  }

  private static void push(Deque<Item> items, Item item) {
    if (item.doc() instanceof Nest nest) {
      items.push(new Item(item.indent() + INDENT, item.flat(), nest.doc()));
    } else if (item.doc() instanceof Concat concat) {
      for (int i = concat.docs().size() - 1; i >= 0; i--) {
        items.push(new Item(item.indent(), item.flat(), concat.docs().get(i)));
      }
    }
  }

  /** A document still to be written, at an indent, in one line or broken. */
  record Item(int indent, boolean flat, Doc doc) {}
}
