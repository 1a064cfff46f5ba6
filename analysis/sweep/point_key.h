#pragma once

#include <map>
#include <string>

#include "analysis/sweep/spec/point.h"

namespace pann::analysis {

/// What a point is known by: the content of its fields, of the library and the operand file that
/// they name, and the versions of the programs that measure it. Libraries, files and programs are
/// looked at once.
class PointKeys {
 public:
  /// `version`: of this program; its own content counts beside it, so that results of two builds
  /// are never mixed.
  explicit PointKeys(std::string version);

  /// 32 hexadecimal digits. Throws Failure(user_error) where the library or the operand file cannot
  /// be read.
  std::string key(const SweepPoint& point);

  /// {"pann": "0.1.0", "build": ..., "yosys": ...} as JSON text.
  std::string versions(const SweepPoint& point);

 private:
  const std::string& tool(const std::string& program);
  const std::string& library(const std::string& name);
  const std::string& file(const std::string& path);

  std::string version_;
  std::string build_;
  std::map<std::string, std::string> tools_;
  std::map<std::string, std::string> libraries_;
  std::map<std::string, std::string> files_;
};

}  // namespace pann::analysis
