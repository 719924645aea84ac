#pragma once

#include "fhir/model/value.h"

namespace fhir::r4 {
struct Extension;
}

namespace fhir {

/// What a primitive may carry beside its text. https://hl7.org/fhir/R4/element.html
struct Extras {
  Primitive id;
  Many<r4::Extension> extension;
  static const Descriptor descriptor;
};

}  // namespace fhir

/// The primitive types of FHIR: one representation, distinct types.
/// https://hl7.org/fhir/R4/datatypes.html#primitive
namespace fhir::r4 {

struct Base64Binary : Primitive { static const Descriptor descriptor; };
struct Boolean : Primitive { static const Descriptor descriptor; };
struct Canonical : Primitive { static const Descriptor descriptor; };
struct Code : Primitive { static const Descriptor descriptor; };
struct Date : Primitive { static const Descriptor descriptor; };
struct DateTime : Primitive { static const Descriptor descriptor; };
struct Decimal : Primitive { static const Descriptor descriptor; };
struct Id : Primitive { static const Descriptor descriptor; };
struct Instant : Primitive { static const Descriptor descriptor; };
struct Integer : Primitive { static const Descriptor descriptor; };
struct Markdown : Primitive { static const Descriptor descriptor; };
struct Oid : Primitive { static const Descriptor descriptor; };
struct PositiveInt : Primitive { static const Descriptor descriptor; };
struct String : Primitive { static const Descriptor descriptor; };
struct Time : Primitive { static const Descriptor descriptor; };
struct UnsignedInt : Primitive { static const Descriptor descriptor; };
struct Uri : Primitive { static const Descriptor descriptor; };
struct Url : Primitive { static const Descriptor descriptor; };
struct Uuid : Primitive { static const Descriptor descriptor; };
struct Xhtml : Primitive { static const Descriptor descriptor; };

}  // namespace fhir::r4
