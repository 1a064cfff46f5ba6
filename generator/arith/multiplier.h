#pragma once

#include <string>
#include <vector>

#include "generator/arith/parameters.h"
#include "generator/design_spec.h"
#include "generator/manifest.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// Glossary: the *multiplicand* is the operand that rows add; the *recoded* operand's bits choose
/// what each row adds, its *digit* times the multiplicand, the *partial product*. Effective widths
/// (We, Xe) are those of the operands as two's complement: an unsigned one has a zero bit in front.
///
/// All three structures (the paper's appendix A) are rows of ripple-carry adders on a running sum
/// that is shifted right by `stride` bits between rows, sign-extended; the bits shifted out are the
/// product's:
///
///     row 0          0000000 + d0 x          c_i: 1 where d0 is negative
///     row 1            sssssss + d1 x        weight 2^stride
///     row 2              sssssss + d2 x      weight 2^(2 stride)
///     product_o  pppppppppppppp              the last row's sum, below it the bits shifted out
///
/// None of the rows can overflow: the running sum stays below 4/3 2^Xe in size for booth4 and below
/// 2^Xe for the others.

/// What distinguishes one structure of rows from another.
struct RowStructure {
  int stride = 1;                      ///< Bits of the product that a row finishes.
  verilog::Expression rows;            ///< Their number.
  int headroom = 1;                    ///< Bits of a row beyond the effective multiplicand.
  bool bit_below = true;               ///< The recoded word starts with a zero of weight 1/2.
  std::string digit_comment;           ///< What the digits are, for the reader.
  verilog::Items digit;                ///< Nets of row i up to `partial_product`.
  verilog::Expression carry_in;        ///< The row adder's c_i: the +1 of an inverted multiple.
  std::vector<std::string> selectors;  ///< Nets of `digit` that belong to `multiplier_other`.
  std::string purpose;                 ///< The first lines of the module's header.
  std::string source;
};

/// Radix-4 (modified) Booth: ceil(We/2) rows, digits -2..2. MacSorley 1961.
RowStructure booth4_rows(const OperandNames& multiplicand, const OperandNames& recoded);
/// Radix-2 Booth: We rows, digits -1..1. Booth 1951.
RowStructure booth2_rows(const OperandNames& multiplicand, const OperandNames& recoded);
/// Long multiplication ("simple serial"): We rows, digits 0..1, the last row subtracts.
RowStructure array_rows(const OperandNames& multiplicand, const OperandNames& recoded);

/// `multiplier_booth4` and so on, with `_recode_x` where x is the recoded operand.
std::string multiplier_name(const DesignSpec& spec);

/// Parameters XWidth, WWidth, XSigned, WSigned; x_i times w_i -> product_o, XWidth + WWidth bits.
/// Its elements: multiplier_inputs, _operands, _carries and _other.
verilog::Module multiplier(const DesignSpec& spec);

}  // namespace pann::generator
