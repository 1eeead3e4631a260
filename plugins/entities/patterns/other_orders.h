// Dates of languages with an order or a count of their own: "2024. június 5." (Hungarian), "5 tháng
// 6 năm 2024" (Vietnamese), "5 มิถุนายน 2567" (Thai, whose years are 543 more). Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_OTHER_ORDERS_H_
#define TEXTMILL_PLUGINS_ENTITIES_OTHER_ORDERS_H_

#include "plugins/entities/patterns/pattern.h"

namespace textmill::entities {

// Each at the first digit of a run of digits that is no part of a word.
Found HungarianDate(std::string_view text, size_t at);
Found VietnameseDate(std::string_view text, size_t at);
Found ThaiDate(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_OTHER_ORDERS_H_
