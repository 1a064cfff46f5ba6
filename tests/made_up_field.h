#pragma once

#include "generator/design_fields.h"

namespace pann::test {

/// The table of a design's fields with one more: a colour, of a mac with a Booth multiplier. All
/// designs share its value.
class MadeUpField {
 public:
  MadeUpField() : fields_(generator::design_fields()) {
    generator::DesignField colour{
        .name = "colour",
        .option = "colour",
        .type = generator::FieldType::choice,
        .help = "Of the chip",
        .choices = {{"black", "as usual"}, {"green"}},
        .kinds = {generator::Kind::mac},
        .with = generator::FieldCondition{"multiplier", {"booth4", "booth2"}}};
    colour.get = [this](const generator::DesignSpec&) { return value_; };
    colour.set = [this](generator::DesignSpec&, int value) { value_ = value; };
    fields_.push_back(colour);
  }
  MadeUpField(const MadeUpField&) = delete;
  MadeUpField& operator=(const MadeUpField&) = delete;

  const generator::DesignFields& fields() const { return fields_; }
  int value() const { return value_; }
  void reset() { value_ = 0; }

 private:
  generator::DesignFields fields_;
  int value_ = 0;
};

}  // namespace pann::test
