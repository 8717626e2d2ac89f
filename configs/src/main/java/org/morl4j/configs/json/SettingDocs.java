package org.morl4j.configs.json;

import com.github.therapi.runtimejavadoc.CommentVisitor;
import com.github.therapi.runtimejavadoc.Link;
import com.github.therapi.runtimejavadoc.ParamJavadoc;
import com.github.therapi.runtimejavadoc.RuntimeJavadoc;
import com.github.therapi.runtimejavadoc.Value;

/**
 * What a setting means: the {@code @param} of its record's Javadoc, which an annotation processor
 * (therapi-runtime-javadoc-scribe) keeps as a resource beside each class.
 */
final class SettingDocs {
  private SettingDocs() {}

  /** One line of plain text; empty if the component has no {@code @param} or none was kept. */
  static String of(Class<? extends Record> type, String component) {
    for (ParamJavadoc param : RuntimeJavadoc.getJavadoc(type).getRecordComponents()) {
      if (param.getName().equals(component)) {
        Plain plain = new Plain();
        param.getComment().visit(plain);
        return plain.text.toString().replaceAll("\\s+", " ").strip();
      }
    }
    return "";
  }

  /** Inline tags as the words that they stand for. */
  private static final class Plain implements CommentVisitor {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void commentText(String value) {
      text.append(value);
    }

    @Override
    public void inlineLink(Link link) {
      text.append(link.getLabel());
    }

    @Override
    public void inlineTag(String name, String value) {
      text.append(value);
    }

    @Override
    public void inlineValue(Value value) {
      text.append(value.getReferencedMemberName());
    }
  }
}
