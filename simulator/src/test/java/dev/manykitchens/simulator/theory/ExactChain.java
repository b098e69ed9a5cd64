package dev.manykitchens.simulator.theory;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// A birth-death chain solved by its definition, in decimals of fifty digits: what the closed forms
/// are held against.
record ExactChain(List<BigDecimal> weights) {

    static final MathContext DIGITS = new MathContext(50);

    /// @param birth the rate up from 0 to most - 1
    /// @param death the rate down from 1 to most
    static ExactChain of(int most, IntFunction<BigDecimal> birth, IntFunction<BigDecimal> death) {
        List<BigDecimal> weights = new ArrayList<>(List.of(BigDecimal.ONE));
        for (int number = 1; number <= most; number++) {
            weights.add(
                    weights.getLast()
                            .multiply(birth.apply(number - 1))
                            .divide(death.apply(number), DIGITS));
        }
        return new ExactChain(weights);
    }

    /// Jobs in a system of some servers and places under an offered load, in units of service
    /// times.
    static ExactChain queue(String load, int servers, int places) {
        return of(
                places,
                _ -> new BigDecimal(load),
                number -> BigDecimal.valueOf(Math.min(number, servers)));
    }

    double probability(int number) {
        return mean(is -> is == number ? 1 : 0);
    }

    double mean(IntFunction<Integer> value) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal total = BigDecimal.ZERO;
        for (int number = 0; number < weights.size(); number++) {
            BigDecimal weight = weights.get(number);
            total = total.add(weight);
            sum = sum.add(weight.multiply(BigDecimal.valueOf(value.apply(number))));
        }
        return sum.divide(total, DIGITS).doubleValue();
    }
}
