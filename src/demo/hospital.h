#pragma once

#include <cstdint>
#include <string>

/// Made-up records of a made-up hospital, to try things with and to measure with: plausible, and nobody's.
namespace setu::demo {

/// How much there is of a patient's record.
struct Size {
  std::uint32_t encounters = 2;  ///< each with some eight other resources
};

/// The hospital itself, its wards and doctors, as a transaction of conditional creates: to be sent first, and any
/// number of times.
std::string hospital_bundle();

/// One patient's whole record as a transaction, whose entries refer to each other by urn:uuid and to the hospital by
/// conditional references. The same number and size give the same bundle.
std::string patient_bundle(std::uint32_t number, const Size& size = {});

}  // namespace setu::demo
