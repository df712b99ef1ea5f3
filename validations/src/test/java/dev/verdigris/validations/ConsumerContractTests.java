package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Column;
import dev.verdigris.validations.Proves.Aspect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in which consumers declare what they read. */
class ConsumerContractTests {

  @Test
  void a_contract_names_columns_and_types_in_any_of_their_names() {
    assertThat(
            ConsumerContract.parse(
                "contracts/board.yaml",
                """
                consumer: on-time board
                owner: boards@example.com
                relations:
                  flights.on_time_board:
                    iata: text NOT NULL
                    "no. of flights": int8
                    share: Double   Precision
                """))
        .isEqualTo(
            new ConsumerContract(
                "contracts/board.yaml",
                "on-time board",
                "boards@example.com",
                Map.of(
                    "flights.on_time_board",
                    List.of(
                        new Column("iata", "text", false),
                        new Column("no. of flights", "bigint", true),
                        new Column("share", "double precision", true)))));
  }

  @Proves(value = CatalogueItem.CONSUMER_CONTRACT, aspects = Aspect.EMPTY)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                          | relations is not a list of names and values
          consumer: x                                                 | relations is not a list of names and values
          'relations: {a.b: {c: text}}'                               | consumer is not a text
          '{consumer: x, relations: {}}'                              | relations names none
          '{consumer: x, relations: {a.b: {}}}'                       | a.b names no columns
          '{consumer: x, relations: {a.b: {c: 7}}}'                   | a.b.c is not a text
          '{consumer: x, relations: [a]}'                             | relations is not a list of names and values
          '{consumer: x, realtions: {a.b: {c: text}}}'                | unknown key realtions, did you mean relations?
          just words                                                  | the file is not a list of names and values
          """)
  void what_is_no_contract_is_refused(String text, String cause) {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> ConsumerContract.parse("contracts/board.yaml", text))
        .withMessage(
            """
            VG-2861 CONFIGURATION  contracts/board.yaml is no contract
              cause     %s
              state     nothing was promoted; green stays up
              next      write it as docs/validations.md shows: consumer, owner, relations, columns with types\
            """
                .formatted(cause));
  }

  @Test
  void a_name_that_is_there_twice_is_refused_with_its_line() {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(
            () -> ConsumerContract.parse("board.yaml", "consumer: x\nconsumer: y\nrelations: {}"))
        .withMessageContaining("found duplicate key consumer")
        .withMessageContaining("line 2");
  }

  @Test
  void a_file_that_is_not_there_is_refused() {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> ConsumerContract.read(Path.of("contracts", "absent.yaml")))
        .withMessageContaining("contracts/absent.yaml is no contract")
        .withMessageContaining("there is no such file");
  }

  @Test
  void nothing_to_keep_is_refused() {
    assertThat(ContractProblems.none("contracts").exception())
        .hasMessage(
            """
            VG-2862 CONFIGURATION  contracts holds no contract
              state     nothing was promoted; green stays up
              next      commit a .yaml file there, or remove the class that looks for some""");
    assertThat(ContractProblems.noSinks().exception())
        .hasMessage(
            """
            VG-2863 CONFIGURATION  no sink reads the deployment
              state     nothing was promoted; green stays up
              next      remove the class that asserts on sinks, or name the schema that they read""");
  }
}
