package dev.verdigris.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.project.SqlToken.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlLexerTests {

  @Test
  void foldsUnquotedWordsAndKeepsQuotedOnes() {
    assertThat(shapes("SELECT \"Mixed \"\"Case\"\"\" FROM Flights"))
        .containsExactly("WORD:select", "QUOTED:Mixed \"Case\"", "WORD:from", "WORD:flights");
  }

  @Test
  void decodesEveryKindOfString() {
    assertThat(shapes("'it''s' E'a\\'b\\n\\x41\\u00e9' U&'d\\0061t\\+000061' $$a;b$$ $t$ '$$' $t$"))
        .containsExactly(
            "STRING:it's", "STRING:a'b\nAé", "STRING:data", "STRING:a;b", "STRING: '$$' ");
    assertThat(shapes("U&'d!0061' UESCAPE '!' B'01' X'1F' U&\"d\\0061t\""))
        .containsExactly("STRING:da", "BITS:01", "BITS:1F", "QUOTED:dat");
  }

  @Test
  void knowsWhereEveryTokenStandsInTheText() {
    String text = "a 'b' \"c\" E'd' $$e$$ $1 2 <=";
    assertThat(SqlLexer.tokens(text))
        .filteredOn(token -> token.kind() != Kind.END)
        .extracting(token -> text.substring(token.start(), token.end()))
        .containsExactly("a", "'b'", "\"c\"", "E'd'", "$$e$$", "$1", "2", "<=");
  }

  @Test
  void nestsComments() {
    assertThat(shapes("a /* x /* y */ ; */ b -- c ; '\n d"))
        .containsExactly("WORD:a", "WORD:b", "WORD:d");
  }

  @Test
  void takesTheLongestOperator() {
    assertThat(shapes("a::int>=1||b->>'k' - -2 x=>$1 1.5e3 .5 a.b[1] @>c *-1 =-1"))
        .containsExactly(
            "WORD:a",
            "SYMBOL:::",
            "WORD:int",
            "SYMBOL:>=",
            "NUMBER:1",
            "SYMBOL:||",
            "WORD:b",
            "SYMBOL:->>",
            "STRING:k",
            "SYMBOL:-",
            "SYMBOL:-",
            "NUMBER:2",
            "WORD:x",
            "SYMBOL:=>",
            "PARAMETER:$1",
            "NUMBER:1.5e3",
            "NUMBER:.5",
            "WORD:a",
            "SYMBOL:.",
            "WORD:b",
            "SYMBOL:[",
            "NUMBER:1",
            "SYMBOL:]",
            "SYMBOL:@>",
            "WORD:c",
            "SYMBOL:*",
            "SYMBOL:-",
            "NUMBER:1",
            "SYMBOL:=",
            "SYMBOL:-",
            "NUMBER:1");
  }

  @Test
  void splitsStatementsOutsideOfQuotesAndParentheses() {
    List<List<SqlToken>> statements =
        SqlLexer.statements("SELECT ';'; ; CREATE VIEW v AS (SELECT 1;) ; -- end;\n SELECT $$;$$");
    assertThat(statements).hasSize(3);
    assertThat(statements.get(2)).extracting(SqlToken::value).containsExactly("select", ";");
  }

  @Test
  void tellsWhereATokenStands() {
    SqlToken token = SqlLexer.tokens("  flights ").get(0);
    assertThat(token).isEqualTo(new SqlToken(Kind.WORD, "flights", 2, 9));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "SELECT 'abc, unterminated string, 7",
        "SELECT E'a\\, unterminated string, 7",
        "SELECT \"abc, unterminated quoted identifier, 7",
        "a /* b /* c */, unterminated /* comment, 2",
        "a $x$ b, unterminated dollar-quoted string, 2",
        "U&'\\00', invalid Unicode escape, 0",
        "E'\\u12', invalid escape sequence, 2",
        "E'\\UFFFFFFFF', invalid Unicode escape value, 2"
      })
  void saysWhatIsBrokenAndWhere(String text, String message, int position) {
    assertThatThrownBy(() -> SqlLexer.tokens(text))
        .isInstanceOfSatisfying(
            SqlLexException.class,
            e -> {
              assertThat(e).hasMessage(message);
              assertThat(e.position()).isEqualTo(position);
            });
  }

  private static List<String> shapes(String text) {
    return SqlLexer.tokens(text).stream()
        .filter(token -> token.kind() != Kind.END)
        .map(token -> token.kind() + ":" + token.value())
        .toList();
  }
}
