package dev.osprey.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipesTest {
    static Stream<Recipe> models() throws Exception {
        return Recipes.load().models().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void recipe_everyModel_saysWhereItComesFromAndHowItIsFed(Recipe recipe) throws Exception {
        assertThat(recipe.licence()).isIn("Apache-2.0", "MIT");
        assertThat(recipe.provenance()).matches("(npm|Maven) \\S+, \\S+; .+");
        assertThat(recipe.properties()).containsKeys("layout", "order", "axes", "type", "mean", "std", "fit", "fill");
        assertThat(recipe.files().values()).allMatch(sha256 -> sha256.matches("[0-9a-f]{64}"));
        assertThat(Recipes.load().source(recipe).sha256()).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @MethodSource("models")
    void recipe_thatIsConverted_hasARecordedReference(Recipe recipe) throws Exception {
        boolean converted = recipe.format() != Recipe.Format.ONNX;
        assertThat(Reference.resource(recipe.name()).isPresent()).isEqualTo(converted);
    }
}
